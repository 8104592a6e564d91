# A file of one's own, orders.csv: what a shop exports of a few customers. orders.yaml says what its columns mean.
cat >orders.csv <<'END'
number,customer,placed,amount
W-1,C-1042,2026-01-12,120.50
W-2,C-1042,2026-03-02,80
W-3,A-7,2025-11-20,19.99
W-4,A-9,2026-05-01,300
W-5,C-1199,2026-06-30,45.10
END
cat >orders.yaml <<'END'
import: shop
columns:
  placed: date
  amount: decimal
account:
  key: customer
facts:
  - kind: order.placed
    key: number
    at: placed
    fields: {order: number, amount: amount}
END
