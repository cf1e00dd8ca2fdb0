import { describe, expect, it } from 'vitest';
import {
  deploySame,
  latestNotes,
  type OwnDeployment,
  otherDeployments,
  wantedNote,
} from '../../../core/deployment/otherDeployments.ts';
import { type DeploymentNote, deploymentNote } from '../../../core/facts/deploymentNote.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import { planText } from '../planFixture.ts';

const uuid = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const secrets = 'a'.repeat(64);
const text = planText();
const changed = (value: string) => planText({}, [[['postgres', 'parameters'], { work_mem: value }]]);

function note(digit: number, more: Partial<DeploymentNote> = {}): DeploymentNote {
  return {
    quorate: 1,
    id: uuid(digit),
    at: `2026-01-0${digit}T00:00:00.000Z`,
    operator: 'anna@desk',
    after: [],
    from: [],
    secrets,
    plan: text,
    ...more,
  };
}

function own(more: Partial<OwnDeployment> & { readonly text?: string } = {}): OwnDeployment {
  const planText_ = more.text ?? text;
  const parsed = parsePlan(planText_);
  if (!parsed.ok) throw new Error('the fixture is a plan');
  return { plan: parsed.parsed, planText: planText_, secrets, known: new Set(), ...more };
}

const hosts = (...notes: readonly (DeploymentNote | undefined)[]) =>
  new Map(notes.map((one, index) => [`n${index + 1}`, { note: one }]));
const codes = (facts: ReturnType<typeof hosts>, mine: OwnDeployment) =>
  otherDeployments(facts, mine).map(({ code }) => code);

describe('a deployment of somebody else', () => {
  it('is in the way where it brought another plan, with what differs, by whom and when', () => {
    const facts = hosts(note(2, { plan: changed('7MB') }));
    const [refusal] = otherDeployments(facts, own({ text: changed('9MB') }));
    expect(refusal?.code).toBe('deployed-elsewhere');
    expect(refusal?.message).toMatch(
      /anna@desk deployed at 2026-01-02.*work_mem: 7MB \(here 9MB\).*quorate project pull.*--over-newer/,
    );
  });

  it('is in the way where it brought other secrets alone', () => {
    const [refusal] = otherDeployments(hosts(note(2, { secrets: 'b'.repeat(64) })), own());
    expect(refusal?.message).toContain('other passwords or certificates');
  });

  it('is not where it is known, or the same as what is deployed now', () => {
    const other = note(2, { plan: changed('7MB') });
    expect(codes(hosts(other), own({ known: new Set([other.id]) }))).toEqual([]);
    expect(codes(hosts(other), own({ text: `# mine\n${changed('7MB')}` }))).toEqual([]);
    expect(codes(hosts(undefined, undefined), own())).toEqual([]);
  });

  it('is in the way again where it put back what this folder deployed before', () => {
    const back = note(3, { after: [uuid(1), uuid(2)] });
    const mine = own({ text: changed('9MB'), known: new Set([uuid(1)]) });
    expect(codes(hosts(back), mine)).toEqual(['deployed-elsewhere']);
  });

  it('counts from its first host on, also where it was cut off there', () => {
    const mine = own({ text: changed('9MB'), known: new Set([uuid(1)]) });
    const facts = hosts(note(2, { after: [uuid(1)], plan: changed('7MB') }), note(1), note(1));
    expect(codes(facts, mine)).toEqual(['deployed-elsewhere']);
    expect(latestNotes(facts).map(({ note: { id } }) => id)).toEqual([uuid(2)]);
  });

  it('does not count on a host that was left out of what came after it', () => {
    const facts = hosts(note(1, { plan: changed('7MB') }), note(2, { after: [uuid(1)] }));
    expect(codes(facts, own({ known: new Set([uuid(2)]), text: changed('9MB') }))).toEqual([]);
  });

  it('may write what it likes as its name', () => {
    const [refusal] = otherDeployments(
      hosts(note(2, { operator: 'a\u001b[31mb\nrefused: c', plan: changed('"\u001b]0;x"') })),
      own({ text: changed('9MB') }),
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(refusal?.message).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
  });
});

describe('what hosts are to have written', () => {
  const fresh = { id: uuid(9), at: '2026-02-01T00:00:00.000Z', operator: 'ben@lap' };
  const read = (written: string) => deploymentNote.parse(written);

  it('stays as it is for the same plan and secrets', () => {
    const there = note(1);
    expect(read(wantedNote(hosts(there, there), own({ text: `# a comment\n${text}` }), fresh))).toEqual(there);
  });

  it('goes on with the note of a deployment that was cut off', () => {
    const begun = note(2, { after: [uuid(1)], plan: changed('9MB') });
    expect(read(wantedNote(hosts(begun, note(1)), own({ text: changed('9MB') }), fresh))).toEqual(begun);
  });

  it('comes after all that hosts know of, and holds the plan', () => {
    const facts = hosts(note(2, { after: [uuid(1)] }), note(3, { after: [uuid(1)] }));
    const written = read(wantedNote(facts, own({ text: changed('9MB') }), fresh));
    expect(written).toMatchObject({ ...fresh, plan: changed('9MB'), secrets, after: [uuid(1), uuid(2), uuid(3)] });
  });
});

describe('two plans', () => {
  it('deploy the same where only the way to the hosts and the place of packages differ', () => {
    const plan = (path: readonly string[], value: unknown) => {
      const parsed = parsePlan(planText({}, [[path, value]]));
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
      return parsed.parsed.plan;
    };
    const one = plan(['ssh'], { user: 'ben', key: '~/.ssh/ben' });
    expect(deploySame(one, plan(['packages'], { source: 'bundle', file: 'x.bundle' }))).toBe(true);
    expect(deploySame(one, plan(['security'], { tls: false }))).toBe(false);
  });
});
