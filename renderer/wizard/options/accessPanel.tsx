import type { Plan } from '../../../core/plan/plan.ts';
import { FindingsAt } from '../../components/findingList.tsx';
import { PlanField } from '../../components/planField.tsx';
import { PlanSwitch } from '../../components/planSwitch.tsx';
import { useText } from '../../text/language.ts';

/** How clients find the primary: HAProxy on every host that runs it, a name, a virtual IP. */
export function AccessPanel({ plan }: { readonly plan: Plan }) {
  const t = useText();
  const { vip } = plan.access;
  const balancers = plan.hosts.filter(({ roles }) => roles.includes('haproxy'));
  const ports = plan.haproxy.ports;
  return (
    <div className="panel option-panel">
      <h2>{t('options.access')}</h2>
      <p className="dim">
        {t('options.haproxyOn', { count: balancers.length })}{' '}
        {t('options.ports', {
          primary: ports.primary,
          replica: ports.replica,
          direct: ports.default,
          offline: ports.offline,
        })}
      </p>
      <PlanField path={['access', 'dns']} label={t('options.dns')} description={t('options.dnsHint')} />
      <PlanSwitch
        label={t('options.vip')}
        hint={t('options.vipHint')}
        on={vip !== undefined}
        edits={(on) => [
          { path: ['access', 'vip'], value: on ? { address: vipProposal(plan), interface: 'eth0' } : undefined },
        ]}
      />
      {vip !== undefined && (
        <div className="fields">
          <PlanField
            path={['access', 'vip', 'address']}
            label={t('options.vipAddress')}
            otherwise={t('options.vipExample')}
          />
          <PlanField path={['access', 'vip', 'interface']} label={t('options.vipInterface')} />
        </div>
      )}
      <FindingsAt paths={[['access', 'vip']]} exact />
    </div>
  );
}

/** An address of the first IPv4 host's /24 to start from: the rules say when it is taken. Empty where no host has one. */
function vipProposal(plan: Plan): string {
  const network = plan.hosts.map(({ address }) => /^(\d+\.\d+\.\d+)\.\d+$/.exec(address)?.[1]).find(Boolean);
  if (network === undefined) return '';
  const taken = new Set(plan.hosts.map(({ address }) => address));
  const last = Array.from({ length: 154 }, (_, index) => 100 + index).find((one) => !taken.has(`${network}.${one}`));
  return `${network}.${last ?? 100}/24`;
}
