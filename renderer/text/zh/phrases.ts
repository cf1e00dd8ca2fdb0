import { adoptionPhrases } from './phrases/adoption.ts';
import { changePhrases } from './phrases/changes.ts';
import { deploymentPhrases } from './phrases/deployment.ts';
import { exportPhrases } from './phrases/exports.ts';
import { handoverPhrases } from './phrases/handover.ts';
import { healthPhrases } from './phrases/health.ts';
import { hostStatePhrases } from './phrases/hostStates.ts';
import { importEffectPhrases } from './phrases/importEffects.ts';
import { importPhrases } from './phrases/imports.ts';
import { inventoryPhrases } from './phrases/inventories.ts';
import { loginPhrases } from './phrases/logins.ts';
import { majorUpgradePhrases } from './phrases/majorUpgrades.ts';
import { planProblemPhrases } from './phrases/planProblems.ts';
import { postgresPhrases } from './phrases/postgres.ts';
import { preflightPhrases } from './phrases/preflight.ts';
import { problemPhrases } from './phrases/problems.ts';
import { procedurePhrases } from './phrases/procedures.ts';
import { rotationPhrases } from './phrases/rotation.ts';
import { rulePhrases } from './phrases/rules.ts';
import { servingPhrases } from './phrases/serving.ts';
import { simulatorPhrases } from './phrases/simulator.ts';
import { sshPhrases } from './phrases/ssh.ts';
import { timingPhrases } from './phrases/timing.ts';
import { upgradePhrases } from './phrases/upgrades.ts';

/** What the core and the services say in Chinese, by its English template. */
export const phrasesInChinese: Readonly<Record<string, string>> = {
  ...rulePhrases,
  ...planProblemPhrases,
  ...timingPhrases,
  ...upgradePhrases,
  ...majorUpgradePhrases,
  ...adoptionPhrases,
  ...postgresPhrases,
  ...simulatorPhrases,
  ...preflightPhrases,
  ...deploymentPhrases,
  ...hostStatePhrases,
  ...loginPhrases,
  ...changePhrases,
  ...sshPhrases,
  ...healthPhrases,
  ...servingPhrases,
  ...exportPhrases,
  ...importPhrases,
  ...inventoryPhrases,
  ...importEffectPhrases,
  ...problemPhrases,
  ...procedurePhrases,
  ...handoverPhrases,
  ...rotationPhrases,
};
