import './options.css';
import { distributions } from '../../../core/plan/distributions.ts';
import { releases, watchdogModes } from '../../../core/plan/schema.ts';
import { DraftInput } from '../../components/draftInput.tsx';
import { FindingsAt } from '../../components/findingList.tsx';
import { PlanField, useWritten } from '../../components/planField.tsx';
import { PlanSelect } from '../../components/planSelect.tsx';
import { PlanSwitch } from '../../components/planSwitch.tsx';
import { judge } from '../../stores/judge.ts';
import { edit, useWizard } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { AccessPanel } from './accessPanel.tsx';
import { AdvancedPanel } from './advancedPanel.tsx';
import { DatabaseTable, listOf, UserTable } from './databaseTables.tsx';
import { FurtherPanel } from './furtherPanel.tsx';
import { PackagesPanel } from './packagesPanel.tsx';
import { ParameterTable } from './parameterTable.tsx';
import { ValuesPanel } from './valuesPanel.tsx';

const versions = [13, 14, 15, 16, 17, 18];

/** Everything that has a good default. */
export function OptionsScreen() {
  const t = useText();
  const text = useWizard((state) => state.text);
  const judged = judge(text);
  const version = useWritten(['postgres', 'version']);
  const watchdog = useWritten(['patroni', 'watchdog']);
  if (judged.kind !== 'plan') return null;
  const { plan, parsed } = judged;
  const { synchronous } = plan.patroni;
  const ownVersions = releases
    .map((one) => `${distributions[one].title}: ${distributions[one].postgresMajor}`)
    .join(', ');

  return (
    <section>
      <h1>{t('options.title')}</h1>
      <p className="lead">{t('options.lead')}</p>
      <div className="option-columns">
        <div className="panel option-panel">
          <h2>{t('options.postgres')}</h2>
          <PlanSelect
            path={['postgres', 'version']}
            numeric
            label={t('options.version')}
            value={version === undefined ? '' : String(version)}
            choices={[
              { value: '', label: t('options.ownVersion', { versions: ownVersions }) },
              ...versions.map((one) => ({ value: String(one), label: `PostgreSQL ${one}` })),
            ]}
          />
          <DatabaseTable plan={plan} />
          <UserTable plan={plan} />
          <DraftInput
            visibleLabel
            label={t('options.clients')}
            description={t('options.clientsHint')}
            value={plan.postgres.clients.join(', ')}
            onCommit={(value) => edit([{ path: ['postgres', 'clients'], value: listOf(value) }])}
          />
          <FindingsAt paths={[['postgres', 'clients']]} />
        </div>
        <AccessPanel plan={plan} />
        <PackagesPanel plan={plan} />
        <FurtherPanel written={judged.written()} />
        <div className="panel option-panel">
          <h2>{t('options.safety')}</h2>
          <PlanSwitch
            label={t('options.tls')}
            hint={t('options.tlsHint')}
            on={plan.security.tls}
            edits={(on) => [{ path: ['security', 'tls'], value: on }]}
          />
          <FindingsAt paths={[['security']]} />
          <PlanSwitch
            label={t('options.failsafe')}
            hint={t('options.failsafeHint')}
            on={plan.patroni.failsafe}
            edits={(on) => [{ path: ['patroni', 'failsafe'], value: on }]}
          />
          <FindingsAt paths={[['patroni', 'failsafe']]} />
          <PlanSelect
            path={['patroni', 'watchdog']}
            label={t('options.watchdog')}
            value={watchdog === undefined ? '' : plan.patroni.watchdog}
            choices={[
              { value: '', label: t('options.byTemplate', { value: t(`watchdog.${plan.patroni.watchdog}`) }) },
              ...watchdogModes.map((mode) => ({ value: mode, label: t(`watchdog.${mode}`) })),
            ]}
          />
          <p className="dim">{t(synchronous.enabled ? 'options.syncOn' : 'options.syncOff')}</p>
          {synchronous.enabled && (
            <>
              <PlanSwitch
                label={t('options.strict')}
                hint={t('options.strictHint')}
                on={synchronous.strict}
                edits={(on) => [{ path: ['patroni', 'synchronous', 'strict'], value: on }]}
              />
              <PlanField
                path={['patroni', 'synchronous', 'nodes']}
                numeric
                label={t('options.syncNodes')}
                otherwise={String(synchronous.nodes)}
              />
            </>
          )}
          <FindingsAt paths={[['patroni', 'synchronous']]} exact />
          <PlanSwitch
            label={t('options.exporter')}
            hint={t('options.exporterHint', { port: plan.monitoring.port })}
            on={plan.monitoring.exporter}
            edits={(on) => [{ path: ['monitoring', 'exporter'], value: on ? true : undefined }]}
          />
          <FindingsAt paths={[['monitoring']]} />
        </div>
      </div>
      <details className="values">
        <summary>{t('options.advanced')}</summary>
        <AdvancedPanel plan={plan} />
        <ParameterTable plan={plan} />
      </details>
      <details className="values">
        <summary>{t('options.values')}</summary>
        <ValuesPanel parsed={parsed} />
      </details>
    </section>
  );
}
