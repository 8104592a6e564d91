// Refusals arrive as the server says them: a code, a sentence in the reader's language, every reason.
export interface Reason {
  code: string;
  message: string;
  target?: string; // the field, gate or rule it is about
}

export class TenureError extends Error {
  override readonly name = 'TenureError';
  readonly status: number; // of HTTP; 0: no answer came
  readonly code: string;
  readonly reasons: Reason[];
  readonly allowed: string[]; // the moves that would be let in
  readonly target: string;
  readonly requestId: string;
  readonly retryAfter: number; // seconds; 0: not said

  constructor(
    status: number,
    code: string,
    message: string,
    more: Partial<Omit<TenureError, 'name' | 'message'>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.reasons = more.reasons ?? [];
    this.allowed = more.allowed ?? [];
    this.target = more.target ?? '';
    this.requestId = more.requestId ?? '';
    this.retryAfter = more.retryAfter ?? 0;
  }

  // Nobody is signed in, or not any more.
  get signedOut() {
    return this.status === 401;
  }
  // Another one has changed it since it was read.
  get stale() {
    return this.status === 412;
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

// Reasons in OData's shape, or as sentences alone.
function reasonsOf(said: unknown): Reason[] {
  if (!Array.isArray(said)) return [];
  return said.map((reason) =>
    typeof reason === 'string' ? {code: '', message: reason} : (reason as Reason),
  );
}

// OData's shape ({error: {code, message, details, innererror}}) or RFC 9457's ({title, detail, code}).
export function errorOf(
  status: number,
  statusText: string,
  headers: Headers,
  body: unknown,
): TenureError {
  const said = (body ?? {}) as Record<string, unknown>;
  const error = (said.error ?? said) as Record<string, unknown>;
  const inner = error.innererror as {allowed?: string[]} | undefined;
  const message = text(error.message) || text(error.detail) || text(error.title) || statusText;
  return new TenureError(status, text(error.code) || String(status), message, {
    reasons: reasonsOf(error.details ?? error.errors ?? error.faults),
    allowed: inner?.allowed ?? [],
    target: text(error.target),
    requestId: headers.get('x-request-id') ?? '',
    retryAfter: Number(headers.get('retry-after')) || 0,
  });
}
