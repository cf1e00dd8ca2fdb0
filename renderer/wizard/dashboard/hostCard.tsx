import { Button } from '@mantine/core';
import { type Shape, StateWord } from '../../run/stateMark.tsx';
import { durationText } from '../../run/timeText.ts';
import { useNow } from '../../run/useNow.ts';
import { useLanguage, useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import { memberStatesInChinese } from '../../text/zh/memberStates.ts';
import { sizeText } from '../objectives/sizeText.ts';
import { isHeard, type LiveHost, leads } from './liveHosts.ts';
import { RoleMark } from './roleMark.tsx';
import type { LabHosts } from './useLabHosts.ts';

const shapes: Readonly<Record<LiveHost['state'], Shape>> = {
  answers: 'good',
  late: 'running',
  silent: 'bad',
  waiting: 'waiting',
};

/** One host with what runs on it. */
export function HostCard({ host, lab }: { readonly host: LiveHost; readonly lab: LabHosts }) {
  const t = useText();
  const phrase = usePhrase();
  const ages = host.state === 'silent' || host.state === 'late' ? host.heardAt : undefined;
  const now = useNow(ages !== undefined, 1000);
  const { member } = host;
  const leading = member !== undefined && leads(member) && isHeard(host);
  return (
    <li className={`host-card host-${host.state}${leading ? ' host-leader' : ''}`} aria-label={host.name}>
      <div className="host-head">
        <strong className="mono">{host.name}</strong>
        <span className="mono dim">{host.address}</span>
        <span className="bar-space" />
        <StateWord shape={shapes[host.state]} word={t(`dashboard.host.${host.state}`)} />
      </div>
      {ages !== undefined && (
        <p className="dim number">
          {t(host.state === 'silent' ? 'dashboard.silentFor' : 'dashboard.lateFor', {
            time: durationText((now - ages) / 1000),
          })}
        </p>
      )}
      {host.trouble !== undefined && (
        <p className="host-trouble">
          {phrase(host.trouble.why)} <span className="dim">{phrase(host.trouble.next)}</span>
        </p>
      )}
      <dl className="host-parts">
        {member !== undefined && <MemberPart host={host} member={member} />}
        {host.etcd !== undefined && (
          <div>
            <dt>{t('dashboard.etcd')}</dt>
            <dd>
              <StateWord
                shape={host.etcd === 'down' ? 'bad' : 'good'}
                word={t(host.state === 'silent' ? 'dashboard.noAnswer' : `dashboard.etcd.${host.etcd}`)}
              />
            </dd>
          </div>
        )}
        {host.haproxy !== undefined && (
          <div>
            <dt>{t('dashboard.haproxy')}</dt>
            <dd>
              <HaproxyPart
                host={host}
                reachable={host.haproxy.reachable}
                primary={host.haproxy.primary}
                standby={host.haproxy.standby}
              />
            </dd>
          </div>
        )}
      </dl>
      <LabPower host={host} lab={lab} />
    </li>
  );
}

function MemberPart({ host, member }: { readonly host: LiveHost; readonly member: NonNullable<LiveHost['member']> }) {
  const t = useText();
  const [language] = useLanguage();
  const stateInChinese = language === 'zh' ? memberStatesInChinese[member.state] : undefined;
  const role = host.state === 'silent' && host.silentLead === undefined ? 'offline' : member.role;
  return (
    <div>
      <dt className="mono">{member.name}</dt>
      <dd>
        <span className="member-role">
          <RoleMark role={role} />
          <strong>{t(`dashboard.role.${host.silentLead ?? role}`)}</strong>
        </span>
        {isHeard(host) && (
          <span className="dim member-facts">
            {host.postgresDown && <StateWord shape="bad" word={t('dashboard.postgresDown')} />}
            {stateInChinese === undefined ? <span lang="en">{member.state}</span> : <span>{stateInChinese}</span>}
            {member.synchronous && <span>{t('dashboard.synchronous')}</span>}
            {member.timeline !== null && (
              <span className="number">{t('dashboard.timeline', { value: member.timeline })}</span>
            )}
            {role === 'replica' && member.lagBytes !== null && (
              <span className="number">{t('dashboard.lag', { value: sizeText(member.lagBytes) })}</span>
            )}
          </span>
        )}
      </dd>
    </div>
  );
}

function HaproxyPart({
  host,
  reachable,
  primary,
  standby,
}: {
  readonly host: LiveHost;
  readonly reachable: boolean;
  readonly primary: readonly string[];
  readonly standby: boolean;
}) {
  const t = useText();
  if (host.state === 'silent') return <StateWord shape="bad" word={t('dashboard.noAnswer')} />;
  if (!reachable) return <StateWord shape="bad" word={t('dashboard.haproxyDown')} />;
  if (primary.length === 0 && standby) return <StateWord shape="good" word={t('dashboard.takesNoWrites')} />;
  if (primary.length === 0) return <StateWord shape="bad" word={t('dashboard.writesNowhere')} />;
  return <StateWord shape="good" word={t('dashboard.writesTo', { host: primary.join(', ') })} />;
}

/** Hosts of a lab on this machine can lose their power, so that people see what happens. */
function LabPower({ host, lab }: { readonly host: LiveHost; readonly lab: LabHosts }) {
  const t = useText();
  const own = lab.hosts.get(host.address);
  if (own === undefined) return null;
  const off = own.state === 'off';
  return (
    <div className="lab-power">
      <Button
        variant="default"
        size="compact-xs"
        loading={lab.busy.has(own.name)}
        aria-label={t(off ? 'dashboard.powerOnNamed' : 'dashboard.powerOffNamed', { host: host.name })}
        onClick={() => void lab.power(own, off ? 'power-on' : 'power-off')}
      >
        {t(off ? 'dashboard.powerOn' : 'dashboard.powerOff')}
      </Button>
      {lab.problem !== undefined && <span className="save-failed">{lab.problem}</span>}
    </div>
  );
}
