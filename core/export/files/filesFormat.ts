import { placeholderPattern } from '../../render/placeholders.ts';
import { say } from '../../wording/phrase.ts';
import type { ExportedFile, ExportFormat, ExportInput } from '../exportFormat.ts';
import { lossOf } from '../inventory/lossList.ts';
import { freshDeployment } from './freshDeployment.ts';
import { inputPath, installScript } from './installScript.ts';
import { filesReadme } from './readme.ts';

/** Every file of every host, with a script for each host that installs them. */
export const filesFormat: ExportFormat = {
  id: 'files',
  title: say`Files of every host, with install scripts`,
  run(input) {
    const { plan, environment, templates, secret } = input;
    const fresh = freshDeployment(plan, templates, environment);
    const hosts = fresh.state.hosts.flatMap((host): ExportedFile[] => {
      const steps = fresh.steps.filter((step) => step.host === host.host.name);
      const folder = `hosts/${host.host.name}`;
      return [
        { path: `${folder}/install.sh`, text: installScript(host, steps, environment.release), executable: true },
        ...steps.flatMap((step) =>
          step.files.map((file, index) => ({
            path: `${folder}/${inputPath(step, index)}`,
            text: filled(file.content, secret),
          })),
        ),
      ];
    });
    return {
      files: [{ path: 'README.md', text: filesReadme(fresh, environment, secret !== undefined) }, ...hosts],
      losses: [
        lossOf(
          'sizes-assumed',
          'postgres.template',
          say`Memory and workers are computed for ${environment.cores} cores and ${(environment.memoryBytes / 1024 ** 3).toFixed(1)} GiB on every host with a disk of ${Math.round(environment.diskBytes / 1024 ** 3)} GiB, on ${environment.release}.`,
          say`A deployment measures each host. Give --cores, --memory, --disk and --release for yours.`,
        ),
      ],
    };
  },
};

/** A secret that was never made stays a placeholder, which the script refuses. */
function filled(content: string, secret: ExportInput['secret']): string {
  if (secret === undefined) return content;
  return content.replaceAll(placeholderPattern(), (whole, name: string) => secret(name) ?? whole);
}
