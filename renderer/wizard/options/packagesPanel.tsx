import { Button } from '@mantine/core';
import { useState } from 'react';
import { distributions } from '../../../core/plan/distributions.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { releases } from '../../../core/plan/schema.ts';
import { Choices } from '../../components/choices.tsx';
import { DraftInput } from '../../components/draftInput.tsx';
import { FindingsAt } from '../../components/findingList.tsx';
import { PlanField } from '../../components/planField.tsx';
import { PlanSelect } from '../../components/planSelect.tsx';
import { edit, useWizard } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { BuildBundleDialog } from './buildBundleDialog.tsx';
import { BundleFacts } from './bundleFacts.tsx';
import { listOf } from './databaseTables.tsx';

/** Where the hosts get their packages. */
export function PackagesPanel({ plan }: { readonly plan: Plan }) {
  const t = useText();
  const { source, release } = plan.packages;
  const planFile = useWizard((state) => state.project?.planFile);
  const [building, setBuilding] = useState(false);
  // A file that was made anew under its old name is looked at again.
  const [built, setBuilt] = useState(0);
  return (
    <div className="panel option-panel">
      <h2>{t('options.packages')}</h2>
      <Choices
        legend={t('options.source')}
        name="source"
        value={source}
        choices={(['repository', 'bundle'] as const).map((value) => ({
          value,
          label: t(`source.${value}`),
          hint: t(`sourceHint.${value}`),
        }))}
        onChange={(value) => edit([{ path: ['packages', 'source'], value }])}
      />
      <PlanSelect
        path={['packages', 'release']}
        label={t('options.release')}
        value={release ?? ''}
        choices={[
          { value: '', label: t('options.anyRelease') },
          ...releases.map((value) => ({ value, label: distributions[value].title })),
        ]}
      />
      {source === 'bundle' ? (
        <>
          <PlanField
            path={['packages', 'file']}
            label={t('options.bundleFile')}
            description={t('options.bundleHint')}
          />
          <BundleFacts key={built} packages={plan.packages} />
          {planFile !== undefined && (
            <Button variant="default" size="xs" className="build-bundle" onClick={() => setBuilding(true)}>
              {t('bundle.build')}
            </Button>
          )}
          {building && planFile !== undefined && (
            <BuildBundleDialog
              packages={plan.packages}
              planFile={planFile}
              onClose={() => setBuilding(false)}
              onBuilt={() => {
                setBuilding(false);
                setBuilt((before) => before + 1);
              }}
            />
          )}
        </>
      ) : (
        <div className="fields">
          <PlanField path={['packages', 'url']} label={t('options.extraRepository')} otherwise="URI SUITE COMPONENT" />
          <PlanField path={['packages', 'key']} label={t('options.extraKey')} />
        </div>
      )}
      <DraftInput
        visibleLabel
        label={t('options.replace')}
        description={t('options.replaceHint')}
        value={plan.packages.replace.join(', ')}
        onCommit={(value) => edit([{ path: ['packages', 'replace'], value: listOf(value) }])}
      />
      <DraftInput
        visibleLabel
        label={t('options.morePackages')}
        description={t('options.morePackagesHint')}
        value={plan.postgres.packages.join(', ')}
        onCommit={(value) => edit([{ path: ['postgres', 'packages'], value: listOf(value) }])}
      />
      <FindingsAt paths={[['postgres', 'packages']]} />
      <FindingsAt paths={[['packages']]} exact />
    </div>
  );
}
