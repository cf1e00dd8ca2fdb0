import type { Fact } from './fact.ts';
import { stateDirectory } from './hostState.ts';

/** Whose a host is, as this program wrote it there. */
export interface HostOwner {
  readonly project: string;
  /** Name of the plan, for a person. */
  readonly planName: string | undefined;
  /** Set where another project had it before, whose folder was lost. */
  readonly takenOver: { readonly from: string; readonly by: string; readonly at: string } | undefined;
}

/** The file on a host. */
export const ownerPath = `${stateDirectory}/owner`;

/** Reads whose a host is; undefined where it is nobody's. */
export const hostOwner: Fact<HostOwner | undefined> = {
  id: 'owner',
  command: `[ -f ${ownerPath} ] && head -c 4096 -- ${ownerPath}; true`,
  parse(output) {
    const fields = new Map(
      output.split('\n').flatMap((line): [string, string][] => {
        const [, name, value] = /^([a-z-]{1,40})=(.{1,300})$/.exec(line) ?? [];
        return name === undefined || value === undefined ? [] : [[name, value]];
      }),
    );
    const project = fields.get('project');
    if (project === undefined) return undefined;
    const [from, by, at] = ['taken-over-from', 'taken-over-by', 'taken-over-at'].map((name) => fields.get(name));
    const takenOver = from === undefined || by === undefined || at === undefined ? undefined : { from, by, at };
    return { project, planName: fields.get('plan'), takenOver };
  },
};

/** What the file says. */
export function ownerLines(host: string, { project, planName, takenOver }: HostOwner): readonly string[] {
  return [
    `project=${project}`,
    `plan=${planName ?? ''}`,
    `host=${host}`,
    ...(takenOver === undefined
      ? []
      : [`taken-over-from=${takenOver.from}`, `taken-over-by=${takenOver.by}`, `taken-over-at=${takenOver.at}`]),
  ];
}
