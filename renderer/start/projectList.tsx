import type { api } from '../api/client.ts';
import { useLanguage, useText } from '../text/language.ts';

export type Projects = Awaited<ReturnType<typeof api.projects.list.query>>;

interface ProjectListProps {
  readonly projects: Projects;
  readonly busy: boolean;
  readonly onOpen: (name: string) => void;
  readonly onRemove: (project: Projects[number]) => void;
}

/** The projects, the one changed last first. */
export function ProjectList({ projects, busy, onOpen, onRemove }: ProjectListProps) {
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
            <strong>{one.name}</strong>
            <span className="mono dim">{one.planFile}</span>
            <span className="dim">{when.format(new Date(one.changedAt))}</span>
          </button>
          <button
            type="button"
            className="plain-button project-remove"
            aria-label={t('removeProject.of', { name: one.name })}
            title={t('removeProject.of', { name: one.name })}
            disabled={busy}
            onClick={() => onRemove(one)}
          >
            <svg viewBox="0 0 16 16" aria-hidden="true" className="icon">
              <path d="M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4" />
            </svg>
          </button>
        </li>
      ))}
    </ul>
  );
}
