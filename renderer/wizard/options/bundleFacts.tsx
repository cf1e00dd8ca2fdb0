import { useEffect, useState } from 'react';
import { ageProblem } from '../../../core/operations/packages/bundleAge.ts';
import { distributions } from '../../../core/plan/distributions.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { api, messageOf } from '../../api/client.ts';
import { Notice } from '../../components/notice.tsx';
import { useWizard } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import { ageInDays, bundleVersions } from './bundleVersions.ts';

type Verdict = Awaited<ReturnType<typeof api.bundle.verify.query>>;
type Checked = { readonly verdict: Verdict; readonly now: number } | { readonly problem: string };

/** What the plan's bundle holds, after every byte of it has been compared with its checksums. */
export function BundleFacts({ packages }: { readonly packages: Plan['packages'] }) {
  const t = useText();
  const phrase = usePhrase();
  const planFile = useWizard((state) => state.project?.planFile);
  const { file, release } = packages;
  const [checked, setChecked] = useState<Checked>();
  useEffect(() => {
    setChecked(undefined);
    if (file === undefined || planFile === undefined) return;
    let asked = true;
    const show = (found: Checked) => {
      if (asked) setChecked(found);
    };
    api.bundle.verify
      .query({ file, planFile, ...(release === undefined ? {} : { release }) })
      .then((verdict) => show({ verdict, now: Date.now() }))
      .catch((thrown: unknown) => show({ problem: messageOf(thrown) }));
    return () => {
      asked = false;
    };
  }, [file, planFile, release]);

  if (file === undefined) return null;
  if (checked === undefined)
    return (
      <p className="dim" role="status">
        {t('bundle.reading')}
      </p>
    );
  if ('problem' in checked) return <Notice severity="error">{checked.problem}</Notice>;
  const { verdict, now } = checked;
  if (!verdict.ok)
    return (
      <>
        {verdict.problems.slice(0, 5).map(({ entry, code, said }) => (
          <Notice key={`${code} ${entry}`} severity="error">
            {phrase(said)}
          </Notice>
        ))}
      </>
    );
  return (
    <>
      <p role="status">{t('bundle.whole', { megabytes: Math.round(verdict.sizeBytes / 1e6) })}</p>
      {verdict.bundles.map(({ id, manifest }) => {
        const tooOld = ageProblem(manifest, now);
        return (
          <div key={id}>
            <p>
              {t('bundle.holds', {
                release: distributions[manifest.release].title,
                architecture: manifest.architecture,
                count: manifest.packages.length,
              })}{' '}
              <span className="dim">{t('bundle.built', { count: ageInDays(manifest.createdAt, now) })}</span>
            </p>
            <p className="dim mono">{bundleVersions(manifest.packages).join(' · ')}</p>
            {tooOld !== undefined && <Notice severity="error">{phrase(tooOld)}</Notice>}
          </div>
        );
      })}
    </>
  );
}
