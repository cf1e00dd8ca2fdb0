import { describe, expect, it } from 'vitest';
import type { Step } from '../../../core/deployment/step.ts';
import { drProcedures } from '../../../core/export/runbook/drProcedures.ts';
import type { ProcedureStep } from '../../../core/export/runbook/procedure.ts';
import type { NextOf, Past } from '../../../core/procedures/procedure.ts';
import { nextOfPromotion } from '../../../core/procedures/promotion.ts';
import { nextOfReturn, type ReturnWorld } from '../../../core/procedures/regionReturn.ts';
import { carryOut, TwoRegions } from '../procedures/regionFixture.ts';

const promotion: NextOf<ReturnWorld, unknown> = (world, past) =>
  nextOfPromotion(world, past as Past<never>, { stopPrimary: true, fenced: [], rolesWritten: false });

/** The steps that the program does, in their order. */
function stepsOf(regions: TwoRegions, next: NextOf<ReturnWorld, unknown>): readonly Step[] {
  const steps: Step[] = [];
  const apply = regions.apply.bind(regions);
  regions.apply = (step) => {
    steps.push(step);
    apply(step);
  };
  carryOut(regions, next);
  return steps;
}

function promoted(): TwoRegions {
  const regions = new TwoRegions();
  carryOut(regions, promotion);
  const { standby, upstream } = regions.pair;
  Object.assign(regions, {
    pair: {
      standby: { ...upstream, standbyOf: { cluster: standby.name, delaySeconds: 0 } },
      upstream: { ...standby, standbyOf: undefined },
    },
  });
  return regions;
}

/** What a step of the program does, without how the program waits and ends. */
function scriptOf({ apply }: Step): string {
  const script = apply.replace('set +euo pipefail\n', '');
  const repeated = /^for turn in \$\(seq \d+\); do \( ([\s\S]*) \) && exit 0; sleep 1; done; exit 1$/.exec(script);
  return (repeated?.[1] ?? script).replaceAll(/\s+/g, ' ').trim();
}

const { plan } = new TwoRegions();
const byHand = (id: string): readonly ProcedureStep[] =>
  drProcedures({ plan, release: 'bookworm' }).find((one) => one.id === id && one.variant.endsWith('by hand'))?.steps ??
  [];

/** The places of the program's steps in the runbook. */
function placesOf(steps: readonly Step[], book: readonly ProcedureStep[]): readonly number[] {
  return steps.map((step) =>
    book.findIndex(
      ({ host, command }) => host === step.host && command.replaceAll(/\s+/g, ' ').includes(scriptOf(step)),
    ),
  );
}

describe('the runbook and the program', () => {
  it('promote a standby region by the same scripts, on the same hosts, in the same order', () => {
    const steps = stepsOf(new TwoRegions(), promotion);
    const places = placesOf(steps, byHand('dr-promote'));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(steps.length).toBeGreaterThan(3);
  });

  it.each([
    ['that was stopped in an orderly way', promoted],
    [
      'that led by itself and is copied anew',
      () => {
        const regions = promoted();
        regions.startByItself(regions.pair.standby.name);
        return regions;
      },
    ],
  ])('take a region back %s by the same scripts, on the same hosts, in the same order', (_name, make) => {
    const steps = stepsOf(make(), nextOfReturn);
    const book = byHand('dr-return');
    const places = placesOf(
      // Emptied, the first member also needs the key away that says who made the cluster: a step of its own in the book.
      steps.map((step) => ({ ...step, apply: step.apply.replace(' initialize; do', '; do') })),
      book,
    );
    expect(places).not.toContain(-1);
    // Steps of several hosts that do not wait for each other may stand in either order.
    const stages = (id: string) => steps.flatMap((step, index) => (step.id.endsWith(id) ? [places[index] ?? -1] : []));
    const order = ['dr/fence', 'dr/slot', 'dr/empty', 'dr/follow', 'dr/forget', 'dr/start'].map(stages);
    const ends = order.filter((one) => one.length > 0).map((one) => [Math.min(...one), Math.max(...one)] as const);
    for (const [index, [first]] of ends.entries())
      if (index > 0) expect(first).toBeGreaterThan(ends[index - 1]?.[1] ?? -1);
  });
});
