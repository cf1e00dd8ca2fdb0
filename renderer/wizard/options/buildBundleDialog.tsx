import { Button, Checkbox, TextInput } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { distributions } from '../../../core/plan/distributions.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { type Release, releases } from '../../../core/plan/schema.ts';
import { api, messageOf } from '../../api/client.ts';
import { Choices } from '../../components/choices.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { isComplete, LoginFields, type LooseLogin, newKeysIn, rootLogin, sshOf } from '../../components/looseLogin.tsx';
import { NewKeys, type ShownKey } from '../../components/newKeys.tsx';
import { Notice } from '../../components/notice.tsx';
import { edit } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import { BuildProgress, type BuildState } from './buildProgress.tsx';

interface BuildBundleDialogProps {
  readonly packages: Plan['packages'];
  readonly planFile: string;
  /** The file is there, and the plan names it. */
  readonly onBuilt: () => void;
  readonly onClose: () => void;
}

/** Only Debian and its relatives have the apt that bundles are made with. */
const couldBuildHere = /linux/i.test(navigator.userAgent);

/** Makes a bundle on this machine or on another one, beside the plan. Closing it ends the work. */
export function BuildBundleDialog({ packages, planFile, onBuilt, onClose }: BuildBundleDialogProps) {
  const t = useText();
  const phrase = usePhrase();
  const [chosen, setChosen] = useState<readonly Release[]>(
    packages.release === undefined ? releases : [packages.release],
  );
  const [where, setWhere] = useState<'here' | 'host'>(couldBuildHere ? 'here' : 'host');
  const [login, setLogin] = useState<LooseLogin>(rootLogin);
  const [typedFile, setTypedFile] = useState<string>();
  const [building, setBuilding] = useState<BuildState>();
  const [keys, setKeys] = useState<readonly ShownKey[]>([]);
  const [trusted, setTrusted] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string>();
  /** What ends the work under way; it may be asked to while the earlier bundle is still being looked at. */
  const running = useRef<{ ended: boolean; unsubscribe?: () => void }>({ ended: true });
  const halt = useCallback(() => {
    running.current.ended = true;
    running.current.unsubscribe?.();
  }, []);
  useEffect(() => halt, [halt]);

  const wanted = releases.filter((one) => chosen.includes(one));
  const file = (typedFile ?? (wanted.length === 0 ? '' : `${wanted.join('-')}.bundle`)).trim();
  const busy = building !== undefined;
  const ready = !busy && wanted.length > 0 && file !== '' && (where === 'here' || isComplete(login));

  const stop = () => {
    halt();
    setBuilding(undefined);
  };
  const end = (message: string) => {
    setBuilding(undefined);
    setProblem(message);
  };
  const build = async (confirmed = trusted) => {
    setProblem(undefined);
    setKeys([]);
    setTrusted(confirmed);
    setBuilding({ since: Date.now() });
    const own: typeof running.current = { ended: false };
    running.current = own;
    const previous = await wholeBundle(packages.file, planFile);
    if (own.ended) return;
    const on =
      where === 'here' ? {} : { on: { address: login.address.trim(), ssh: sshOf(login), confirmed: [...confirmed] } };
    const stream = api.bundle.build.subscribe(
      { releases: wanted, out: file, planFile, ...(previous === undefined ? {} : { previous }), ...on },
      {
        onData(one) {
          if (one.type === 'event') setBuilding((before) => before && { ...before, told: one.event });
          else {
            const [refused] = edit([{ path: ['packages', 'file'], value: file }]);
            if (refused === undefined) onBuilt();
            else end(phrase(refused.said));
          }
        },
        onError(thrown) {
          const shown = newKeysIn(thrown);
          if (shown === undefined) end(messageOf(thrown));
          else {
            setBuilding(undefined);
            setKeys(shown);
          }
        },
      },
    );
    own.unsubscribe = () => stream.unsubscribe();
  };

  return (
    <Dialog title={t('bundle.buildTitle')} onClose={onClose}>
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void build();
        }}
      >
        <p className="dim">{t('bundle.buildLead')}</p>
        <fieldset className="choices">
          <legend>{t('bundle.releases')}</legend>
          <div className="row">
            {releases.map((release) => (
              <Checkbox
                key={release}
                label={distributions[release].title}
                checked={chosen.includes(release)}
                disabled={busy}
                onChange={({ currentTarget: { checked } }) =>
                  setChosen((before) => (checked ? [...before, release] : before.filter((one) => one !== release)))
                }
              />
            ))}
          </div>
        </fieldset>
        <Choices
          legend={t('bundle.where')}
          name="bundle-where"
          value={where}
          choices={(['here', 'host'] as const).map((value) => ({
            value,
            label: t(`bundleWhere.${value}`),
            hint: t(`bundleWhereHint.${value}`),
          }))}
          disabled={busy}
          onChange={setWhere}
        />
        {where === 'host' && (
          <LoginFields value={login} addressLabel={t('hosts.address')} disabled={busy} onChange={setLogin} />
        )}
        <TextInput
          label={t('bundle.out')}
          description={t('bundle.outHint')}
          value={typedFile ?? file}
          disabled={busy}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTypedFile(event.currentTarget.value)}
        />
        {building !== undefined && <BuildProgress state={building} />}
        <div aria-live="polite">
          {keys.length > 0 && (
            <NewKeys
              asked={keys.map((key) => ({ key }))}
              lead={t('bundle.compare')}
              onTrust={(asked) => void build([...trusted, ...asked.map(({ key }) => key.fingerprint)])}
            />
          )}
        </div>
        {problem !== undefined && <Notice severity="error">{problem}</Notice>}
        <div className="dialog-buttons">
          <Button variant="default" onClick={busy ? stop : onClose}>
            {t(busy ? 'bundle.stop' : 'shell.close')}
          </Button>
          <Button type="submit" disabled={!ready}>
            {t('bundle.go')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The plan's bundle when it is whole: packages that have not changed are taken from it. */
async function wholeBundle(file: string | undefined, planFile: string): Promise<string | undefined> {
  if (file === undefined) return undefined;
  return api.bundle.verify.query({ file, planFile }).then(
    ({ ok }) => (ok ? file : undefined),
    () => undefined,
  );
}
