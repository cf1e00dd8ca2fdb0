import type { api } from '../api/client.ts';
import { useLanguage } from '../text/language.ts';

export type Projects = Awaited<ReturnType<typeof api.projects.list.query>>;

interface ProjectListProps {
  readonly projects: Projects;
  readonly busy: boolean;
  readonly onOpen: (name: string) => void;
}

/** The projects, the one changed last first. */
export function ProjectList({ projects, busy, onOpen }: ProjectListProps) {
  const [language] = useLanguage();
  const when = new Intl.DateTimeFormat(language === 'zh' ? 'zh-Hans' : 'en', {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return (
    <ul className="project-list">
      {projects.map((one) => (
        <li key={one.name}>
          <button type="button" disabled={busy} onClick={() => onOpen(one.name)}>
            <strong>{one.name}</strong>
            <span className="mono dim">{one.planFile}</span>
            <span className="dim">{when.format(new Date(one.changedAt))}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
