import type { ExportInput } from '../exportFormat.ts';
import type { ChecklistItem, ChecklistSection } from './checklistItem.ts';
import { designItems } from './designItems.ts';
import { preflightItems, statusItems } from './hostItems.ts';

/** The production checklist of a plan. What machines checked carries its values and its time; nothing else is ever marked as done. */
export function checklist({ plan, timing, evidence }: ExportInput): readonly ChecklistSection[] {
  return [
    { title: 'Design', items: designItems(plan, timing) },
    {
      title: 'Hosts and network',
      items: [
        ...preflightItems(evidence),
        person('network', 'The network is fast enough for replication and base backups: 10 GbE is recommended'),
        person('spare', 'The hosts that are left carry the whole load when one is lost'),
      ],
    },
    { title: 'Running cluster', items: statusItems(evidence) },
    {
      title: 'Alerts',
      items: [
        person('alert-leader', 'An alert tells when a cluster has no leader, or a new one'),
        person('alert-lag', 'An alert tells when replication lag is above 1 MB'),
        person('alert-etcd', 'An alert tells when an etcd member is unhealthy, or its space runs out'),
        person('alert-failsafe', 'An alert tells when failsafe mode is active'),
        person('alerts-tried', 'Every alert was seen to arrive'),
      ],
    },
    {
      title: 'Drills and backups',
      items: [
        person(
          'drill-host',
          `Losing the primary's host was drilled: measured RTO against ${plan.objectives.rtoSeconds} s`,
        ),
        person(
          'drill-rpo',
          `Lost rows were counted in a drill: measured RPO against ${plan.objectives.rpoBytes} bytes`,
        ),
        person('drill-switchover', 'A planned switchover was drilled'),
        person('drill-runbooks', 'The runbooks were read and tried by those who would use them'),
        person('backup', 'Backups are made: replicas repeat every mistake within milliseconds'),
        person('restore', 'Restoring a backup was tested'),
      ],
    },
  ];
}

function person(id: string, text: string): ChecklistItem {
  return { id, text, state: 'person', found: '' };
}
