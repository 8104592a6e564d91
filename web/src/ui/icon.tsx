// The icons: lines on a grid of 20, drawn here. Always beside a word or a name for screen readers, so
// they are hidden from those.
const shapes = {
  board: 'M3 4h4v12H3zM8.5 4h4v8h-4zM14 4h3.5v10H14z',
  accounts: 'M4 17V5l7-2v14M11 8h5v9M2.5 17h15M7 8v0M7 11v0M7 14v0',
  person: 'M10 10a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM4 17c.6-3.3 3-5 6-5s5.4 1.7 6 5',
  phone:
    'M5 3.5h2.5l1.5 3.5-2 1.5a9 9 0 0 0 4.5 4.5l1.5-2 3.5 1.5v2.5c0 1-.8 1.5-1.7 1.5C9 16.5 3.5 11 3.5 5.2c0-.9.5-1.7 1.5-1.7z',
  inbox: 'M3 11l2.5-7h9L17 11v5H3zM3 11h4l1 2h4l1-2h4',
  pool: 'M4 6h12M8 6V4h4v2M5.5 6l.7 10.5h7.6L14.5 6M8.5 9v5M11.5 9v5',
  chart: 'M3.5 3.5v13h13M6.5 13l3-4 2.5 2 4-5.5',
  split: 'M10 3v5M10 8c0 4-5 3-5 9M10 8c0 4 5 3 5 9M2.8 14.8L5 17l2.2-2.2M12.8 14.8L15 17l2.2-2.2',
  upload: 'M10 13V4M6.5 7.5L10 4l3.5 3.5M4 13v3.5h12V13',
  download: 'M10 4v9M6.5 9.5L10 13l3.5-3.5M4 13v3.5h12V13',
  studio:
    'M5 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM15 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5 17a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5 7v6M7 5.5c4 .5 5 2 6.3 3.3M7 14.5c4-.5 5-2 6.3-3.3',
  users:
    'M7.5 10a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM2.5 16.5c.4-2.9 2.4-4.3 5-4.3s4.6 1.4 5 4.3M13 5a2.5 2.5 0 0 1 0 4.8M14.5 12.5c1.7.5 2.7 1.8 3 4',
  settings:
    'M3 6h7M14 6h3M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM3 14h3M10 14h7M8 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  check: 'M4 10.5l4 4 8-9',
  close: 'M5 5l10 10M15 5L5 15',
  down: 'M5.5 8l4.5 4.5L14.5 8',
  up: 'M5.5 12L10 7.5l4.5 4.5',
  forward: 'M8 5.5l4.5 4.5L8 14.5',
  back: 'M12 5.5L7.5 10l4.5 4.5',
  more: 'M4.5 10v0M10 10v0M15.5 10v0',
  calendar: 'M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5',
  filter: 'M3 5h14M5.5 10h9M8.5 15h3',
  warning: 'M10 3.5l7 12.5H3zM10 8v4M10 14v0',
  error: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6.5v4.5M10 13.5v0',
  info: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 9.5v4M10 6.7v0',
  undo: 'M7.5 4.5L4 8l3.5 3.5M4 8h8a4 4 0 0 1 0 8H8',
  sun: 'M10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM10 2.5v1.7M10 15.8v1.7M2.5 10h1.7M15.8 10h1.7M4.7 4.7l1.2 1.2M14.1 14.1l1.2 1.2M4.7 15.3l1.2-1.2M14.1 5.9l1.2-1.2',
  moon: 'M16 11.5A6.5 6.5 0 0 1 8.5 4 6.5 6.5 0 1 0 16 11.5z',
  screen: 'M3 4h14v9.5H3zM7 17h6M10 13.5V17',
  language:
    'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM3 10h14M10 3c2.5 2.3 2.5 11.7 0 14M10 3c-2.5 2.3-2.5 11.7 0 14',
  keyboard:
    'M2.5 5.5h15v9h-15zM5.5 8.5v0M8.5 8.5v0M11.5 8.5v0M14.5 8.5v0M5.5 11.5v0M14.5 11.5v0M8 11.5h4',
  signout: 'M8 3.5H4v13h4M12.5 6.5L16 10l-3.5 3.5M8 10h8',
  menu: 'M3.5 5.5h13M3.5 10h13M3.5 14.5h13',
  grip: 'M7.5 5v0M12.5 5v0M7.5 10v0M12.5 10v0M7.5 15v0M12.5 15v0',
  table: 'M3 4h14v12H3zM3 8h14M3 12h14M8.5 4v12',
  picture: 'M3 16.5h14M5 13.5v-3M9 13.5v-8M13 13.5V8',
} as const;

export type IconName = keyof typeof shapes;
const directed = new Set<IconName>(['forward', 'back', 'undo', 'signout']);

export function Icon({name, size = 16}: {name: IconName; size?: number}) {
  return (
    <svg
      className={directed.has(name) ? 'flips' : undefined}
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' || name === 'grip' ? 2.4 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={shapes[name]} />
    </svg>
  );
}
