import { StartScreen } from './start/startScreen.tsx';
import { useWizard } from './stores/wizard.ts';
import { WizardShell } from './wizard/wizardShell.tsx';

/** The projects, or the one that is open. */
export function App() {
  const open = useWizard((state) => state.project !== undefined);
  return open ? <WizardShell /> : <StartScreen />;
}
