// Customers as a small company has them, in two languages, some with a history.
import type {Api} from './workspace.ts';

export interface Person {
  key: string;
  name: string;
  email?: string;
  phone?: string;
  city?: string;
  is_person?: boolean;
}

const names = [
  'Brightwater Foods', 'Green Valley Farms', 'מאפיית הכרמל', 'Northgate Logistics', 'Hannah Levi', 'Oakfield Interiors',
  'דפוס הצפון', 'Silverline Security', 'Rivertown Dental', 'יוסי כהן', 'Cedar & Stone', 'Bluebird Travel',
  'קפה נמרוד', 'Harbour View Hotel', 'Maple Street Books', 'אלון שיווק בע״מ', 'Kingfisher Plumbing', 'Sunrise Bakery',
  'Orchard Lane Nursery', 'גלי הים יזמות', 'Dana Mizrahi', 'Fairway Sports', 'Lighthouse Media', 'ברק מערכות',
];
const cities = ['London', 'Leeds', 'חיפה', 'תל אביב', 'Bristol'];

export const people = names.map((name, index): Person & {key: string} => ({
  key: `C-${String(index + 1).padStart(3, '0')}`,
  name,
  email: `office${index + 1}@example.com`,
  phone: `+44 20 7946 0${String(100 + index)}`,
  city: cities[index % cities.length],
  is_person: ['Hannah Levi', 'יוסי כהן', 'Dana Mizrahi'].includes(name),
})) as [Person, ...Person[]];

export async function fillPeople(api: Api) {
  for (const person of people) await api.create('accounts', person);
}

// Some of them with an owner, an order, a conversation.
export async function fillBoard(api: Api) {
  for (const [index, person] of people.entries()) {
    await api.create('accounts', {...person, owner: ['anna', 'boaz', null][index % 3]});
  }
  await api.act('accounts', people[1]?.key ?? '', 'place_order', {amount: '250', currency: 'EUR'});
  await api.act('accounts', people[5]?.key ?? '', 'open_opportunity', {title: 'New kitchen', amount: '4200'});
}
