import type {ReactNode} from 'react';
import {Tabs as AriaTabs, Tab, TabList, TabPanel} from 'react-aria-components/Tabs';
import css from './tabs.module.css';

export interface TabEntry {
  id: string;
  label: string;
  count?: string;
  content: ReactNode;
}

interface TabsProps {
  label: string;
  tabs: TabEntry[];
  selected?: string;
  onSelect?: (id: string) => void;
}

export function Tabs({label, tabs, selected, onSelect}: TabsProps) {
  return (
    <AriaTabs
      className={css.tabs}
      selectedKey={selected}
      onSelectionChange={(key) => onSelect?.(String(key))}
    >
      <TabList aria-label={label} className={css.list}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={css.tab}>
            {tab.label}
            {tab.count && <span className={css.count}>{tab.count}</span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={css.panel}>
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
