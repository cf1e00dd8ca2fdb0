import { type Impact, impactOf } from '../../../core/impact/impact.ts';
import { countedPhrase, observedPhrase } from '../../../core/impact/sentences.ts';
import type { Setting } from '../../../core/impact/setting.ts';
import type { StageReport } from '../../../core/impact/stageReport.ts';
import { fallsBelow, lossesOf, type WhatIf } from '../../../core/impact/whatIf.ts';
import { Problem } from '../../../core/problem.ts';
import type { Stage } from '../../../core/procedures/procedure.ts';
import { stagePrediction } from '../../../core/procedures/stagePrediction.ts';
import { listOf, phraseText, say } from '../../../core/wording/phrase.ts';
import { reasonOf } from '../probe/probeClient.ts';
import { ChangeProbe, type ChangeProbeInput, type Counted, removeLeftProbe } from './changeProbe.ts';
import type { Door } from './door.ts';
import type { ProcedureContext } from './procedureRun.ts';

/** What is predicted, and demanded, before each stage of a run, and what a probe observes meanwhile. */
export class RunProof<World> {
  readonly #context: ProcedureContext;
  readonly #door: Pick<Door, 'lockLine' | 'operator' | 'tell'>;
  readonly #settingOf: ((world: World) => Setting | undefined) | undefined;
  #reports: StageReport[] = [];
  readonly #risks = new Set<string>();
  /** As it was when the run began. */
  #first: Setting | undefined;
  #probe: ChangeProbe | undefined;
  #asked = false;
  #counted: Counted | null = null;

  constructor(
    context: ProcedureContext,
    door: Pick<Door, 'lockLine' | 'operator' | 'tell'>,
    settingOf: ((world: World) => Setting | undefined) | undefined,
  ) {
    this.#context = context;
    this.#door = door;
    this.#settingOf = settingOf;
  }

  get stages(): readonly StageReport[] {
    return this.#reports;
  }

  /** Hosts whose loss would need a person in one of the stages so far, and neither before nor after. */
  get risks(): readonly string[] {
    return [...this.#risks];
  }

  /** What the probe wrote and found again; null where none was at work. */
  get counted(): Counted | null {
    return this.#counted;
  }

  /** Removes what a run that was killed has left of its probe. */
  async removeLeft(): Promise<void> {
    const left = await removeLeftProbe(this.#probeInput());
    if (left !== undefined) this.#door.tell({ code: 'noted', host: undefined, said: left });
  }

  /** What a rehearsal can say of a stage and of what will follow it. */
  foresee(stage: Stage<World>, world: World): void {
    const setting = this.#setting(world);
    const impact = this.#add(stage, setting, false);
    for (const one of stage.foreseen ?? []) this.#add(one, setting, true);
    this.#judge(impact.whatIf, setting);
  }

  /**
   * A stage is about to begin.
   * @throws Problem `redundancy-falls` (no) where a loss would need a person meanwhile, and neither before nor after, and nobody has typed the plan's name
   */
  async begin(stage: Stage<World>, world: World): Promise<Partial<Impact>> {
    const setting = this.#setting(world);
    const { predicted, whatIf } = this.#add(stage, setting, false);
    const risks = this.#judge(whatIf, setting);
    if (risks.length > 0 && this.#context.confirmed !== this.#context.plan.name)
      throw redundancyFalls(stage, risks, this.#context.plan.name);
    if (stage.steps.length > 0) await this.#beginProbe(setting);
    this.#probe?.stage(stage.id);
    return { ...(predicted === null ? {} : { predicted }), whatIf };
  }

  /** The run is over, however it ended: the probe goes, and what it saw is told. */
  async end(): Promise<void> {
    if (this.#probe === undefined) return;
    const { rows, lost, observed, left } = await this.#probe.end();
    this.#probe = undefined;
    this.#counted = { rows, lost };
    this.#reports = this.#reports.map((report) => ({ ...report, observed: observed.get(report.id) ?? null }));
    const seen = this.#reports.flatMap((report) =>
      report.observed === null ? [] : [observedPhrase(report, report.observed)],
    );
    this.#door.tell({ code: 'probed', rows, lost, said: [...seen, countedPhrase(rows, lost)] });
    if (left !== undefined) this.#door.tell({ code: 'noted', host: undefined, said: left });
  }

  /** Once: a probe that could not begin is not tried again in this run, which goes on without. */
  async #beginProbe(setting: Setting | undefined): Promise<void> {
    const { plan, probe } = this.#context;
    const clusters = plan.clusters.filter(
      ({ name, standbyOf }) => standbyOf === undefined && setting?.leaders[name] !== undefined,
    );
    if (this.#asked || probe !== true || clusters.length === 0) return;
    this.#asked = true;
    try {
      this.#probe = await ChangeProbe.begin(this.#probeInput(), clusters);
    } catch (error) {
      const said = say`No probe stands in for clients in this run, so that nothing can be observed: ${reasonOf(error)}`;
      this.#door.tell({ code: 'noted', host: undefined, said });
    }
  }

  #probeInput(): ChangeProbeInput {
    return { ...this.#context, lockLine: this.#door.lockLine, operator: this.#door.operator };
  }

  #setting(world: World): Setting | undefined {
    const setting = this.#settingOf?.(world);
    this.#first ??= setting;
    return setting;
  }

  #add(
    stage: Pick<Stage<World>, 'id' | 'title' | 'steps' | 'writesStop' | 'readsStop'>,
    setting: Setting | undefined,
    foreseen: boolean,
  ): StageReport {
    const { id, title, steps } = stage;
    const impact = setting === undefined ? undefined : impactOf(steps, setting);
    const report: StageReport = {
      id,
      title: phraseText(title),
      said: title,
      predicted: stagePrediction(stage, impact?.predicted) ?? null,
      observed: null,
      whatIf: impact?.whatIf ?? [],
      ...(foreseen ? { foreseen } : {}),
    };
    this.#reports.push(report);
    return report;
  }

  #judge(whatIf: readonly WhatIf[], setting: Setting | undefined): readonly WhatIf[] {
    if (setting === undefined || this.#first === undefined) return [];
    const { plan } = this.#context;
    const after = lossesOf({ plan, leaders: this.#first.leaders, joining: [], down: [] });
    const found = fallsBelow(whatIf, lossesOf(this.#first), after);
    for (const { lost } of found) this.#risks.add(lost);
    return found;
  }
}

function redundancyFalls({ title }: Pick<Stage<never>, 'title'>, risks: readonly WhatIf[], name: string): Problem {
  const hosts = listOf(
    risks.map(({ lost }) => lost),
    'or',
  );
  return new Problem(
    'redundancy-falls',
    'no',
    say`${title}: if ${hosts} died meanwhile, writes would stop until somebody acts, which is so neither before nor after. Nothing of it was done. If that is what you want, confirm it with the name of the plan: --confirm ${name}`,
    { details: { hosts: risks.map(({ lost }) => lost) } },
  );
}
