import { type ComponentType, lazy } from 'react';
import type { PlanPath } from '../../core/plan/planPath.ts';
import { planSchema } from '../../core/plan/schema.ts';
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

const ObjectivesScreen = lazy(() =>
  import('./objectives/objectivesScreen.tsx').then((room) => ({ default: room.ObjectivesScreen })),
);
const OptionsScreen = lazy(() =>
  import('./options/optionsScreen.tsx').then((room) => ({ default: room.OptionsScreen })),
);
const ReviewScreen = lazy(() => import('./review/reviewScreen.tsx').then((room) => ({ default: room.ReviewScreen })));
const preflight = () => import('./preflight/preflightScreen.tsx');
const deploy = () => import('./deploy/deployScreen.tsx');
const deployFoot = () => import('./deploy/deployFoot.tsx');
const dashboard = () => import('./dashboard/dashboardScreen.tsx');

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

/** What each step shows. The steps themselves, in order, are in the store; heavy screens are loaded with `lazy`. */
export const stepScreens: Readonly<Record<Step, StepScreen>> = {
  topology: { Screen: TopologyScreen, parts: [['topology'], ['sites'], ['name']] },
  hosts: { Screen: HostsScreen, parts: [['hosts'], ['clusters'], ['ssh'], ['network']] },
  objectives: {
    Screen: ObjectivesScreen,
    parts: [['objectives'], ['patroni', 'timing'], ['etcd'], ['haproxy', 'checks']],
  },
  options: {
    Screen: OptionsScreen,
    parts: Object.keys(planSchema.shape).flatMap((key) => (ofOtherSteps.has(key) ? [] : [[key]])),
  },
  review: { Screen: ReviewScreen, parts: [] },
  preflight: {
    Screen: lazy(async () => ({ default: (await preflight()).PreflightScreen })),
    Foot: lazy(async () => ({ default: (await preflight()).PreflightFoot })),
    parts: [],
  },
  deploy: {
    Screen: lazy(async () => ({ default: (await deploy()).DeployScreen })),
    Foot: lazy(async () => ({ default: (await deployFoot()).DeployFoot })),
    parts: [],
  },
  dashboard: {
    Screen: lazy(async () => ({ default: (await dashboard()).DashboardScreen })),
    parts: [],
  },
  operations: {
    Screen: lazy(() =>
      import('./operations/operationsScreen.tsx').then((room) => ({ default: room.OperationsScreen })),
    ),
    parts: [],
  },
  history: {
    Screen: lazy(() => import('./history/historyScreen.tsx').then((room) => ({ default: room.HistoryScreen }))),
    parts: [],
  },
};
