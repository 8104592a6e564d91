import {type ReactNode, useState} from 'react';
import type {Selection, SortDescriptor} from 'react-aria-components/Table';
import {useFormats} from '@/i18n/formats.ts';
import {Badge, hues, StageBadge} from '@/ui/badge.tsx';
import {Button, IconButton, LinkButton} from '@/ui/button.tsx';
import {ComboBox} from '@/ui/combo_box.tsx';
import {DataGrid, type GridColumn} from '@/ui/data_grid.tsx';
import {DatePicker} from '@/ui/date_picker.tsx';
import {Checkbox, SearchField, Switch, TextField} from '@/ui/field.tsx';
import {FilterBuilder} from '@/ui/filter_builder.tsx';
import {Select} from '@/ui/select.tsx';
import {Callout, EmptyState, ErrorState, Skeleton} from '@/ui/states.tsx';
import {Tabs} from '@/ui/tabs.tsx';
import css from './gallery.module.css';
import {useStages, useWords} from './words.ts';

export function Section({
  title,
  children,
  tall,
}: {
  title: string;
  children: ReactNode;
  tall?: boolean;
}) {
  return (
    <section className={css.section}>
      <h2>{title}</h2>
      <div className={tall ? css.tall : css.items}>{children}</div>
    </section>
  );
}

export function ComponentGallery() {
  return (
    <main className={css.gallery}>
      <h1>Components</h1>
      <Buttons />
      <Fields />
      <Badges />
      <Grid />
      <Filters />
      <TabsAndStates />
    </main>
  );
}

function Buttons() {
  const say = useWords();
  return (
    <Section title="Buttons">
      <Button look="primary">{say('Save changes', 'שמירת שינויים')}</Button>
      <Button icon="plus">{say('New account', 'לקוח חדש')}</Button>
      <Button look="quiet">{say('Cancel', 'ביטול')}</Button>
      <Button look="danger">{say('Remove', 'הסרה')}</Button>
      <Button look="primary" isDisabled>
        {say('Not now', 'לא עכשיו')}
      </Button>
      <Button isDisabled>{say('Not now', 'לא עכשיו')}</Button>
      <Button small icon="filter">
        {say('Filter', 'סינון')}
      </Button>
      <LinkButton href="#x" icon="download">
        {say('Export', 'ייצוא')}
      </LinkButton>
      <IconButton icon="back" label={say('Back', 'חזרה')} />
      <IconButton icon="forward" label={say('Forward', 'קדימה')} />
      <IconButton icon="more" label={say('More', 'עוד')} />
      <IconButton icon="settings" small label={say('Settings', 'הגדרות')} />
    </Section>
  );
}

function Fields() {
  const say = useWords();
  const stages = useStages();
  const choices = stages.map((stage) => ({id: stage.id, label: stage.title}));
  return (
    <Section title="Fields">
      <div className={css.fields}>
        <TextField
          label={say('Name', 'שם')}
          defaultValue={say('Aria Foods Ltd', 'אריה מזון בע״מ')}
          isRequired
        />
        <TextField
          label={say('E-mail', 'דוא״ל')}
          help={say('One is enough.', 'די באחד.')}
          placeholder="a@example.com"
        />
        <TextField
          label={say('Phone', 'טלפון')}
          defaultValue="12"
          error={say('Too short for a phone number.', 'קצר מדי למספר טלפון.')}
        />
        <TextField label={say('Locked', 'נעול')} defaultValue="C-1199" isDisabled />
        <TextField label={say('Condition', 'תנאי')} defaultValue="order_count ge 4" code />
        <TextField
          label={say('Note', 'הערה')}
          rows={3}
          defaultValue={say('Called, will decide in May.', 'שיחה: יחליטו במאי.')}
        />
        <Select label={say('Stage', 'שלב')} choices={choices} defaultValue="lead" />
        <ComboBox
          label={say('Owner', 'אחראי')}
          choices={choices}
          placeholder={say('Type a name', 'הקלידו שם')}
        />
        <DatePicker label={say('Renewal', 'חידוש')} value="2026-11-21" />
        <SearchField
          label={say('Search accounts', 'חיפוש לקוחות')}
          defaultValue={say('aria', 'אריה')}
        />
        <Checkbox defaultSelected>{say('Person (B2C)', 'אדם פרטי')}</Checkbox>
        <Checkbox isIndeterminate>{say('Some of them', 'חלקם')}</Checkbox>
        <Checkbox>{say('Do not contact', 'אין ליצור קשר')}</Checkbox>
        <Switch defaultSelected>{say('Live', 'חי')}</Switch>
        <Switch>{say('Show inactive', 'הצגת לא פעילים')}</Switch>
      </div>
    </Section>
  );
}

function Badges() {
  const stages = useStages();
  return (
    <Section title="Badges">
      {stages.map((stage) => (
        <StageBadge key={stage.id} {...stage} />
      ))}
      {hues.map((hue) => (
        <Badge key={hue} hue={hue}>
          {hue}
        </Badge>
      ))}
    </Section>
  );
}

interface Account {
  key: string;
  name: string;
  stage: number;
  orders: number;
  total: string;
  last: string;
}

function Grid() {
  const say = useWords();
  const stages = useStages();
  const formats = useFormats();
  const [sort, setSort] = useState<SortDescriptor>({column: 'name', direction: 'ascending'});
  const [selected, setSelected] = useState<Selection>(new Set(['A-3']));
  const names = say(
    ['Aria Foods', 'Beacon & Sons', 'Calder Mills', 'Delta Print', 'Elm Street Dental'],
    ['אריה מזון', 'ברק ובניו', 'כרמל טקסטיל', 'דלתא דפוס', 'Elm Street Dental'],
  );
  const rows: Account[] = Array.from({length: 10_000}, (_, index) => ({
    key: `A-${index + 1}`,
    name: `${names[index % names.length]} ${index + 1}`,
    stage: (index * 7) % stages.length,
    orders: (index * 13) % 90,
    total: `${(index * 977) % 100_000}.50`,
    last: `2026-${String((index % 12) + 1).padStart(2, '0')}-15`,
  }));
  const columns: GridColumn<Account>[] = [
    {
      id: 'name',
      title: say('Name', 'שם'),
      cell: (row) => row.name,
      sorts: true,
      rowHeader: true,
      least: 160,
    },
    {
      id: 'stage',
      title: say('Stage', 'שלב'),
      width: 150,
      cell: (row) => <StageBadge {...(stages[row.stage] ?? {title: '', hue: 'slate'})} />,
    },
    {
      id: 'orders',
      title: say('Orders', 'הזמנות'),
      width: 100,
      end: true,
      sorts: true,
      cell: (row) => formats.number(row.orders),
    },
    {
      id: 'total',
      title: say('Total', 'סה״כ'),
      width: 140,
      end: true,
      cell: (row) => formats.money(row.total, 'ILS'),
    },
    {
      id: 'last',
      title: say('Last order', 'הזמנה אחרונה'),
      width: 140,
      cell: (row) => formats.date(row.last),
    },
  ];
  return (
    <Section title="Grid of 10,000 rows" tall>
      <DataGrid
        label={say('Accounts', 'לקוחות')}
        columns={columns}
        rows={rows}
        keyOf={(row) => row.key}
        sort={sort}
        onSort={setSort}
        selected={selected}
        onSelect={setSelected}
      />
    </Section>
  );
}

function Filters() {
  const say = useWords();
  const stages = useStages();
  const [text, setText] = useState(
    "contains(name,'foods') and lifecycle eq 'customer' and renewal_date le 2026-12-31",
  );
  const [hard, setHard] = useState("(order_count ge 4 or is_person eq true) and name ne 'x'");
  const fields = [
    {name: 'name', title: say('Name', 'שם'), type: 'text' as const},
    {name: 'order_count', title: say('Orders', 'הזמנות'), type: 'number' as const},
    {name: 'is_person', title: say('Person', 'אדם פרטי'), type: 'boolean' as const},
    {name: 'renewal_date', title: say('Renewal', 'חידוש'), type: 'date' as const},
    {
      name: 'lifecycle',
      title: say('Stage', 'שלב'),
      type: 'choice' as const,
      choices: stages.map((stage) => ({id: stage.id, label: stage.title})),
    },
  ];
  return (
    <Section title="Filter builder">
      <div className={css.wide}>
        <FilterBuilder fields={fields} text={text} onChange={setText} />
      </div>
      <div className={css.wide}>
        <FilterBuilder fields={fields} text={hard} onChange={setHard} />
      </div>
    </Section>
  );
}

function TabsAndStates() {
  const say = useWords();
  return (
    <Section title="Tabs and states">
      <div className={css.wide}>
        <Tabs
          label={say('Account', 'לקוח')}
          tabs={[
            {
              id: 'a',
              label: say('Activity', 'פעילות'),
              count: '12',
              content: (
                <div className={css.stack}>
                  <Callout>
                    {say('This customer was restored from the pool.', 'הלקוח שוחזר מן המאגר.')}
                  </Callout>
                  <Callout tone="success">
                    {say('All 1,204 rows are in.', 'כל 1,204 השורות נקלטו.')}
                  </Callout>
                  <Callout tone="warning">
                    {say(
                      'A customer in this stage should not usually have orders.',
                      'ללקוח בשלב זה אין בדרך כלל הזמנות.',
                    )}
                  </Callout>
                  <Callout tone="danger">
                    {say('Refused: a note is missing.', 'נדחה: חסרה הערה.')}
                  </Callout>
                </div>
              ),
            },
            {id: 'b', label: say('Orders', 'הזמנות'), content: <Skeleton />},
            {id: 'c', label: say('History', 'היסטוריה'), content: <Skeleton />},
          ]}
        />
      </div>
      <div className={css.card}>
        <EmptyState
          icon="accounts"
          title={say('No accounts yet', 'אין לקוחות עדיין')}
          actions={<Button look="primary">{say('Import a file', 'ייבוא קובץ')}</Button>}
        >
          {say(
            'Add one with only a name, an e-mail or a phone; or bring them all from a file.',
            'אפשר להוסיף לקוח עם שם, דוא״ל או טלפון בלבד, או להביא את כולם מקובץ.',
          )}
        </EmptyState>
      </div>
      <div className={css.card}>
        <ErrorState
          sentence={say('The server did not answer in time.', 'השרת לא ענה בזמן.')}
          requestId="01J9Z-7Q"
          onRetry={() => {}}
        />
      </div>
      <div className={css.card}>
        <Skeleton lines={5} />
      </div>
    </Section>
  );
}
