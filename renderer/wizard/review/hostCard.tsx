import { memo } from 'react';
import type { Plan } from '../../../core/plan/plan.ts';
import { useText } from '../../text/language.ts';
import { card } from './diagramLayout.ts';
import type { HostState } from './diagramState.ts';

interface HostCardProps {
  readonly plan: Plan;
  readonly name: string;
  readonly state: HostState | undefined;
}

const most = 17;

/** One host: its name, what its member is now as shape and word, what runs on it. */
export const HostCard = memo(
  function HostCard({ plan, name, state }: HostCardProps) {
    const t = useText();
    const host = plan.hosts.find((one) => one.name === name);
    if (host === undefined || state === undefined) return null;
    const { look, lost, promoted } = state;
    const title = name.length > most ? `${name.slice(0, most - 1)}…` : name;
    return (
      <g className={`d-card d-${look}${lost ? ' d-lost' : ''}${promoted ? ' d-promoted' : ''}`}>
        <title>{`${name} · ${host.address}${host.zone === name ? '' : ` · ${host.zone}`}`}</title>
        <rect className="d-card-frame" width={card.width} height={card.height} rx="6" />
        <Sign look={look} lost={lost} />
        <text className="d-card-name" x="34" y="20">
          {title}
        </text>
        <text className="d-card-role" x="34" y="36">
          {t(lost ? 'look.down' : look === 'down' ? 'look.stopped' : `look.${look}`)}
        </text>
        <text className="d-card-parts" x="10" y="54">
          {host.roles.join('  ')}
        </text>
      </g>
    );
  },
  (before, after) =>
    before.plan === after.plan &&
    before.state?.look === after.state?.look &&
    before.state?.lost === after.state?.lost &&
    before.state?.promoted === after.state?.promoted,
);

function Sign({ look, lost }: { readonly look: HostState['look']; readonly lost: boolean }) {
  if (lost || look === 'down') return <path className="d-sign d-sign-cross" d="M13 13l11 11M24 13L13 24" />;
  if (look === 'arbiter') return <path className="d-sign" d="M18.500 9.500l9 9-9 9-9-9z" />;
  return <rect className="d-sign" x="11" y="11" width="15" height="15" rx="3" />;
}
