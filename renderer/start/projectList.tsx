import './projectList.css';
import type { api } from '../api/client.ts';
import { type Shape, StateWord } from '../run/stateMark.tsx';
import { momentText } from '../run/timeText.ts';
import { useLanguage, useText } from '../text/language.ts';
import { verdictShapes } from '../wizard/dashboard/liveHosts.ts';

export type Projects = Awaited<ReturnType<typeof api.projects.list.query>>;
type Project = Projects[number];

interface ProjectListProps {
  readonly projects: Projects;
  readonly busy: boolean;
  readonly onOpen: (name: string) => void;
  readonly onPack: (project: Project) => void;
  readonly onRemove: (project: Project) => void;
}

const stateShapes: Readonly<Record<Project['state'], Shape>> = {
  draft: 'waiting',
  deployed: 'good',
  removed: 'none',
  going: 'running',
  'cut-off': 'warn',
};

/** The projects, the one changed last first: what each holds, how it stands, and how its clusters were seen last. */
export function ProjectList({ projects, busy, onOpen, onPack, onRemove }: ProjectListProps) {
  const t = useText();
  const [language] = useLanguage();
  const when = new Intl.DateTimeFormat(language === 'zh' ? 'zh-Hans' : 'en', {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return (
    <ul className="project-list">
      {projects.map((one) => (
        <li key={one.name}>
          <button type="button" className="project-open" disabled={busy} onClick={() => onOpen(one.name)}>
            <span>
              <strong className="project-name">{one.name}</strong>
              <Contents plan={one.plan} />
            </span>
            <span>
              <StateWord shape={stateShapes[one.state]} word={t(`start.state.${one.state}`)} />
              <LastSeen health={one.health} />
              <LastKept project={one} />
            </span>
            <span className="project-place">
              <span className="dim">{t('start.changed', { time: when.format(new Date(one.changedAt)) })}</span>
              <span className="mono dim project-path" title={one.planFile}>
                {one.planFile}
              </span>
            </span>
          </button>
          <RowButton
            place="project-pack"
            label={t('pack.of', { name: one.name })}
            icon="M8 2v7M5 6.5L8 9.5l3-3M2.5 10v3.5h11V10"
            disabled={busy}
            onClick={() => onPack(one)}
          />
          <RowButton
            place="project-remove"
            label={t('removeProject.of', { name: one.name })}
            icon="M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4"
            disabled={busy}
            onClick={() => onRemove(one)}
          />
        </li>
      ))}
    </ul>
  );
}

interface RowButtonProps {
  /** The class that says where in the row it stands. */
  readonly place: string;
  readonly label: string;
  /** The path of its picture, on 16 by 16. */
  readonly icon: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

function RowButton({ place, label, icon, disabled, onClick }: RowButtonProps) {
  return (
    <button
      type="button"
      className={`plain-button ${place}`}
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true" className="icon">
        <path d={icon} />
      </svg>
    </button>
  );
}

function Contents({ plan }: { readonly plan: Project['plan'] }) {
  const t = useText();
  if (plan === null) return <span className="dim">{t('start.unreadable')}</span>;
  const facts = [t(`topology.${plan.topology}`), plan.clusters.join(', '), t('start.hosts', { count: plan.hosts })];
  return <span className="dim">{facts.join(' · ')}</span>;
}

/** How the clusters were when a window looked at them last, and when that was. */
function LastSeen({ health }: { readonly health: Project['health'] }) {
  const t = useText();
  if (health === null) return null;
  return (
    <span className="project-health">
      <StateWord shape={verdictShapes[health.verdict]} word={t(`dashboard.verdict.${health.verdict}`)} />
      <span className="dim number">{t('start.seen', { time: momentText(health.at, Date.now()) })}</span>
    </span>
  );
}

/** When the folder was last kept somewhere else: what it has deployed can be changed by nobody without it. */
function LastKept({ project: { state, kept } }: { readonly project: Project }) {
  const t = useText();
  if (kept === null && (state === 'draft' || state === 'removed')) return null;
  if (kept === null) return <StateWord shape="warn" word={t('start.keptNever')} />;
  const time = momentText(Date.parse(kept.at), Date.now());
  if (kept.changed.length === 0) return <span className="dim number">{t('start.kept', { time })}</span>;
  return <StateWord shape="warn" word={t('start.keptBefore', { time })} />;
}
