import { type ComponentType, lazy } from 'react';
import type { PlanPath } from '../../core/plan/planPath.ts';
import { planSchema } from '../../core/plan/schema.ts';
import { again } from '../api/again.ts';
import type { Step } from '../stores/steps.ts';
import { HostsScreen } from './hosts/hostsScreen.tsx';
import { TopologyScreen } from './topology/topologyScreen.tsx';

interface StepScreen {
  readonly Screen: ComponentType;
  /** The parts of the plan that the step is about: the rail counts their findings. */
  readonly parts: readonly PlanPath[];
  /** What stands in the foot; default: the one line of the step and the way to the next. */
  readonly Foot?: ComponentType;
}

/** A screen that is loaded when it is first shown. */
function late<Module>(load: () => Promise<Module>, pick: (module: Module) => ComponentType): ComponentType {
  return lazy(async () => ({ default: pick(await again(load)) }));
}

const preflight = () => import('./preflight/preflightScreen.tsx');

/** Parts of the plan of which other steps show everything. */
const ofOtherSteps: ReadonlySet<string> = new Set([
  'quorate',
  'name',
  'topology',
  'sites',
  'hosts',
  'clusters',
  'ssh',
  'network',
  'objectives',
  'etcd',
]);

/** What each step shows. The steps themselves, in order, are in the store; heavy screens are loaded with `late`. */
export const stepScreens: Readonly<Record<Step, StepScreen>> = {
  topology: { Screen: TopologyScreen, parts: [['topology'], ['sites'], ['name']] },
  hosts: { Screen: HostsScreen, parts: [['hosts'], ['clusters'], ['ssh'], ['network']] },
  objectives: {
    Screen: late(
      () => import('./objectives/objectivesScreen.tsx'),
      (room) => room.ObjectivesScreen,
    ),
    parts: [['objectives'], ['patroni', 'timing'], ['etcd'], ['haproxy', 'checks']],
  },
  options: {
    Screen: late(
      () => import('./options/optionsScreen.tsx'),
      (room) => room.OptionsScreen,
    ),
    parts: Object.keys(planSchema.shape).flatMap((key) => (ofOtherSteps.has(key) ? [] : [[key]])),
  },
  review: {
    Screen: late(
      () => import('./review/reviewScreen.tsx'),
      (room) => room.ReviewScreen,
    ),
    parts: [],
  },
  preflight: {
    Screen: late(preflight, (room) => room.PreflightScreen),
    Foot: late(preflight, (room) => room.PreflightFoot),
    parts: [],
  },
  deploy: {
    Screen: late(
      () => import('./deploy/deployScreen.tsx'),
      (room) => room.DeployScreen,
    ),
    Foot: late(
      () => import('./deploy/deployFoot.tsx'),
      (room) => room.DeployFoot,
    ),
    parts: [],
  },
  dashboard: {
    Screen: late(
      () => import('./dashboard/dashboardScreen.tsx'),
      (room) => room.DashboardScreen,
    ),
    parts: [],
  },
  operations: {
    Screen: late(
      () => import('./operations/operationsScreen.tsx'),
      (room) => room.OperationsScreen,
    ),
    parts: [],
  },
  history: {
    Screen: late(
      () => import('./history/historyScreen.tsx'),
      (room) => room.HistoryScreen,
    ),
    parts: [],
  },
};
