import type { Plan } from '../../../core/plan/plan.ts';
import { useText } from '../../text/language.ts';
import { HostCard } from './hostCard.tsx';
import type { LiveHost } from './liveHosts.ts';
import type { LabHosts } from './useLabHosts.ts';

interface HostBoardProps {
  readonly hosts: readonly LiveHost[];
  readonly plan: Plan;
  readonly lab: LabHosts;
}

/** The topology as it is now: sites as areas, hosts in them, what runs on each. */
export function HostBoard({ hosts, plan, lab }: HostBoardProps) {
  const t = useText();
  return (
    <div className="board">
      {plan.sites.map((site) => {
        const own = hosts.filter((host) => host.site === site.name);
        if (own.length === 0) return null;
        return (
          <section className="site" key={site.name} aria-label={t('dashboard.site', { site: site.name })}>
            {plan.sites.length > 1 && <h2>{t('dashboard.site', { site: site.name })}</h2>}
            <ul className="host-cards">
              {own.map((host) => (
                <HostCard key={host.name} host={host} lab={lab} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
