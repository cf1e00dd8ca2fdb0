import type { Command } from 'commander';
import { Problem } from '../../../core/problem.ts';
import type { Caller } from '../../api/router.ts';
import { askHidden, interactive } from '../prompt.ts';
import type { AddCommand, CommonOptions, RunVerb } from './command.ts';

type Shown = Awaited<ReturnType<Caller['handover']['show']>>;
type Unpacked = Awaited<ReturnType<Caller['handover']['unpack']>>;

/** `quorate project`: hands a project over to a colleague or to another machine. */
export const addProject: AddCommand = (program, run) => {
  const project = program
    .command('project')
    .description('hand a project over as one encrypted file, and say when that was last done');
  addShow(project, run);
  addPack(project, run);
  addUnpack(project, run);
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
