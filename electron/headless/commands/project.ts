import type { Command } from 'commander';
import { Problem } from '../../../core/problem.ts';
import type { Caller } from '../../api/router.ts';
import { askHidden, confirmTyped, interactive } from '../prompt.ts';
import type { AddCommand, CommonOptions, RunVerb } from './command.ts';
import { addTakeLock } from './hostChoices.ts';
import { addSshOptions, type SshOptions, sshOf } from './sshOptions.ts';
import { watched } from './watched.ts';

type Shown = Awaited<ReturnType<Caller['handover']['show']>>;
type Recoverable = Awaited<ReturnType<Caller['handover']['lookToRecover']>>;
type Pulled = Awaited<ReturnType<Caller['handover']['pull']>>;
type Unpacked = Awaited<ReturnType<Caller['handover']['unpack']>>;

/** `quorate project`: hands a project over to a colleague or to another machine. */
export const addProject: AddCommand = (program, run) => {
  const project = program
    .command('project')
    .description('hand a project over as one encrypted file, and say when that was last done');
  addShow(project, run);
  addPack(project, run);
  addUnpack(project, run);
  addPull(project, run);
  addRecover(project, run);
  addForget(project, run);
};

function addShow(project: Command, run: RunVerb): void {
  project
    .command('show')
    .description('show what a project is, and when it was last kept somewhere else')
    .argument('<plan>', 'plan file')
    .action((planFile: string, options: CommonOptions) =>
      run(options, async ({ caller, output }) => {
        const shown = await caller.handover.show({ planFile });
        output.result(shown, () => shownText(shown));
        return 0;
      }),
    );
}

interface PackOptions extends CommonOptions {
  readonly out: string;
  readonly recipient: readonly string[];
  readonly recipientsFile: readonly string[];
  readonly history: boolean;
}

const more = (one: string, before: readonly string[]) => [...before, one];

function addPack(project: Command, run: RunVerb): void {
  project
    .command('pack')
    .description(
      'write plan, secrets, keys of the authorities, known hosts and history into one encrypted file, which may be kept in git or sent; the bundle is only named',
    )
    .argument('<plan>', 'plan file')
    .requiredOption('--out <file>', 'file to write; an earlier pack of that name is replaced')
    .option(
      '--recipient <key>',
      'encrypt for this age key (age1...) instead of a passphrase; may be given again for further keys',
      more,
      [],
    )
    .option('--recipients-file <file>', 'the same for every key of a file, one a line', more, [])
    .option('--no-history', 'leave out what was done with the plan, by whom and when')
    .action((planFile: string, options: PackOptions) =>
      run(options, async ({ caller, output }) => {
        const { out, recipient, recipientsFile, history } = options;
        const forKeys = recipient.length + recipientsFile.length > 0;
        const passphrase = forKeys ? undefined : await newPassphrase();
        const packed = await caller.handover.pack({
          planFile,
          out,
          history,
          recipients: [...recipient],
          recipientsFiles: [...recipientsFile],
          ...(passphrase === undefined ? {} : { passphrase }),
        });
        output.result(packed, () =>
          [
            `Packed into ${packed.out}: the plan, ${packed.secrets} secrets and what is known of the hosts (${packed.bytes} bytes).`,
            ...(packed.bundle === null ? [] : [`Not in it: the bundle ${packed.bundle}, which the plan names.`]),
            `On the other machine: quorate project unpack ${packed.out}`,
          ].join('\n'),
        );
        return 0;
      }),
    );
}

interface UnpackOptions extends CommonOptions {
  readonly to: string;
  readonly identity: readonly string[];
  readonly overwrite?: true;
  readonly keepPlan?: true;
}

function addUnpack(project: Command, run: RunVerb): void {
  project
    .command('unpack')
    .description('make the project of a pack; what is here and newer is not replaced without being told')
    .argument('<file>', 'pack')
    .option('--to <folder>', 'folder for the plan file', '.')
    .option('--identity <file>', 'age key file that opens it; may be given again for further ones', more, [])
    .option('--overwrite', 'take what the pack has, although what is here is newer; a copy of that stays')
    .option('--keep-plan', 'leave a plan file that is here as it is, and take everything else')
    .action((file: string, options: UnpackOptions) =>
      run(options, async ({ caller, output }) => {
        const { to, identity } = options;
        const asks = await caller.handover.packAsks({ file });
        if (!asks.passphrase && identity.length === 0)
          throw new Problem(
            'pack-identity',
            'usage',
            `${file} is encrypted for age keys: name the file of yours with --identity.`,
          );
        const passphrase = asks.passphrase ? await knownPassphrase(file) : undefined;
        const unpacked = await caller.handover.unpack({
          file,
          to,
          identityFiles: asks.passphrase ? [] : [...identity],
          overwrite: options.overwrite === true,
          keepPlan: options.keepPlan === true,
          ...(passphrase === undefined ? {} : { passphrase }),
        });
        output.result(unpacked, () => unpackedText(unpacked));
        return 0;
      }),
    );
}

function addPull(project: Command, run: RunVerb): void {
  project
    .command('pull')
    .description(
      'take in what somebody else has deployed from a copy of this project: plan and secrets, from the hosts',
    )
    .argument('<plan>', 'plan file')
    .option('--overwrite', 'also where the plan file holds changes that were not deployed; a copy of it stays')
    .option('--keep-plan', 'leave the plan file as it is and take in everything else')
    .action((planFile: string, options: CommonOptions & { overwrite?: true; keepPlan?: true }) =>
      run(options, async ({ caller, output }) => {
        const edits = options.keepPlan === true ? 'keep' : options.overwrite === true ? 'overwrite' : 'refuse';
        const pulled = await caller.handover.pull({ planFile, edits });
        output.result(pulled, () => pulledText(planFile, pulled));
        return 0;
      }),
    );
}

function addForget(project: Command, run: RunVerb): void {
  project
    .command('forget')
    .description('note that a host which left the plan is gone for good: no run tries to reach it any more')
    .argument('<plan>', 'plan file')
    .argument('<host>', 'name of the host')
    .action((planFile: string, host: string, options: CommonOptions) =>
      run(options, async ({ caller, output }) => {
        const forgotten = await caller.handover.forgetHost({ planFile, host });
        output.result(
          forgotten,
          () =>
            `Forgotten: ${host} (${forgotten.address}). Nobody tries to reach it any more, and it stays refused. Should its disk still exist, erase it: it holds passwords and keys.`,
        );
        return 0;
      }),
    );
}

interface RecoverOptions extends CommonOptions, SshOptions {
  readonly host: string;
  readonly out: string;
  readonly without: readonly string[];
  readonly takeLock?: true;
}

function addRecover(project: Command, run: RunVerb): void {
  const command = project
    .command('recover')
    .description(
      'make the project of a cluster again whose folder was lost, from its hosts: root on them is proof enough; the old folder is refused from then on',
    )
    .requiredOption('--host <address>', 'a host of the cluster')
    .requiredOption('--out <plan>', 'plan file to write')
    .option('--without <host>', 'a host that is gone for good; may be given again for further hosts', more, []);
  addTakeLock(addSshOptions(command, '--host')).action((options: RecoverOptions) =>
    run(options, async ({ caller, output }) => {
      const request = {
        from: options.host,
        ssh: sshOf(options),
        out: options.out,
        without: [...options.without],
        takeLock: options.takeLock === true,
      };
      if (options.yes !== true) {
        const found = await caller.handover.lookToRecover(request);
        output.log(recoverableText(found));
        if (!interactive())
          throw new Problem('not-confirmed', 'usage', 'Nobody can be asked here: give --yes to take the cluster over.');
        const question = `The hosts ${found.hosts.join(', ')} get a new owner: ${found.planFile}. The folder that deployed them is refused from then on, wherever it is.`;
        if (!(await confirmTyped(question, found.plan)))
          throw new Problem('not-confirmed', 'no', 'Nothing was changed.');
      }
      const recovered = await watched(output, await caller.handover.recover(request));
      output.result(recovered, () =>
        [
          ...(options.yes === true ? [recoverableText(recovered)] : []),
          `Taken over: ${recovered.planFile}. See what a deployment would do now with quorate deploy ${recovered.planFile} --dry-run`,
        ].join('\n'),
      );
      return 0;
    }),
  );
}

function recoverableText({ plan, project, exact, deployed, secrets, lost, hosts, without, runs }: Recoverable): string {
  const by = deployed === null ? '' : `, deployed last by ${deployed.operator} at ${momentText(deployed.at)} UTC`;
  return [
    `${plan} (project ${project})${by}`,
    `Hosts: ${hosts.join(', ')}${without.length === 0 ? '' : `; left out: ${without.join(', ')}`}`,
    exact ? 'The plan file is there as it was deployed.' : 'The plan was put together from what runs.',
    `${secrets} secrets are on the hosts.`,
    ...(lost.length === 0 ? [] : ['Not to be got back:', ...lost.map(({ message }) => `  ${message}`)]),
    ...(runs.length === 0 ? [] : ['What was done to the hosts last:']),
    ...runs
      .slice(0, 5)
      .map(
        ({ startedAt, what, operator, stepsDone }) =>
          `  ${momentText(startedAt)} UTC  ${what ?? '-'}  ${operator}  ${stepsDone} steps`,
      ),
  ].join('\n');
}

function momentText(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}

function pulledText(planFile: string, { from, fields, secrets, onlyVerified, silent, copy }: Pulled): string {
  const notAsked = silent.length === 0 ? [] : [`Not asked, since they do not answer: ${silent.join(', ')}.`];
  if (from === null) return ['Nothing to take in: this folder knows what the hosts have.', ...notAsked].join('\n');
  return [
    `Taken in: what ${from.operator} deployed at ${from.at.slice(0, 19).replace('T', ' ')} UTC.`,
    ...fields.map(({ field, before, after }) => `  ${field}: ${before ?? 'none'} -> ${after ?? 'none'}`),
    ...(secrets.length === 0 ? [] : [`Secrets taken from the hosts: ${secrets.join(', ')}.`]),
    ...(onlyVerified.length === 0
      ? []
      : [
          `The hosts do not hold these passwords themselves, only what verifies them; they work on: ${onlyVerified.join(', ')}. A pack of the other folder has them.`,
        ]),
    ...(copy === null ? [] : [`The plan file as it was: ${copy}`]),
    ...notAsked,
    `See what a deployment would do now with quorate deploy ${planFile} --dry-run`,
  ].join('\n');
}

function passphraseOfEnvironment(): string | undefined {
  const given = process.env['QUORATE_PACK_KEY'];
  return given === '' ? undefined : given;
}

async function newPassphrase(): Promise<string> {
  const given = passphraseOfEnvironment();
  if (given !== undefined) return given;
  if (!interactive()) throw nobody();
  const first = await askHidden('A passphrase for the pack: ');
  if ((await askHidden('The passphrase again: ')) !== first)
    throw new Problem('pack-passphrase', 'usage', 'The two are not the same. Nothing was written.');
  return first;
}

async function knownPassphrase(file: string): Promise<string> {
  const given = passphraseOfEnvironment();
  if (given !== undefined) return given;
  if (!interactive()) throw nobody();
  return askHidden(`The passphrase of ${file}: `);
}

function nobody(): Problem {
  return new Problem(
    'pack-passphrase',
    'usage',
    'Nobody can be asked here: set QUORATE_PACK_KEY to the passphrase of the pack, or use age keys (--recipient, --identity).',
  );
}

const deployedWords: Readonly<Record<Shown['deployed'], string>> = {
  never: 'not deployed yet',
  deployed: 'deployed',
  removed: 'removed from its hosts',
};

const partWords = { plan: 'the plan', secrets: 'the secrets', deployed: 'what was deployed' } as const;

function shownText({ name, planFile, directory, id, deployed, kept }: Shown): string {
  return [
    `${name} (project ${id}), ${deployedWords[deployed]}`,
    `Plan:    ${planFile}`,
    `Folder:  ${directory}`,
    kept === null
      ? 'Kept elsewhere: never. Its secrets exist in this folder alone: quorate project pack writes them into an encrypted file.'
      : `Kept elsewhere: ${kept.at.slice(0, 19).replace('T', ' ')} UTC in ${kept.file}${
          kept.changed.length === 0
            ? '; nothing has changed since.'
            : `. Changed since: ${kept.changed.map((part) => partWords[part]).join(', ')}. Pack it again.`
        }`,
  ].join('\n');
}

function unpackedText({ what, planFile, madeAt, madeBy, replaced, bundle }: Unpacked): string {
  const from = `packed ${madeAt.slice(0, 19).replace('T', ' ')} UTC by ${madeBy}`;
  const notes =
    bundle === null || bundle.state === 'there'
      ? []
      : [
          bundle.state === 'missing'
            ? `The bundle ${bundle.file} is not here: copy it to where the plan names it before you deploy.`
            : `The bundle ${bundle.file} here is another one than where this was packed.`,
        ];
  return [
    what === 'same' ? `${planFile} is as it was ${from}: nothing to do.` : `${planFile}: as it was ${from}.`,
    ...(replaced === null ? [] : [`What was here is in ${replaced}.`]),
    ...notes,
    `See it with quorate status ${planFile}`,
  ].join('\n');
}
