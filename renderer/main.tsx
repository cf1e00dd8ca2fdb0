import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { config } from 'zod';
import '@mantine/core/styles.css';
import './look/look.css';
import { api } from './api/client.ts';
import { askedProject, enter } from './api/session.ts';
import { App } from './app.tsx';
import { Boundary } from './components/boundary.tsx';
import { NotLetIn } from './start/notLetIn.tsx';
import { startAutosave } from './stores/autosave.ts';
import { reopenProject } from './stores/reopen.ts';
import { useWizard } from './stores/wizard.ts';
import { startText } from './text/language.ts';
import { cssVariables, theme } from './theme.ts';

// The content security policy forbids compiled validators; without this zod tries, and the browser reports a breach.
config({ jitless: true });

const nonce = document.querySelector('meta[name="style-nonce"]')?.getAttribute('content') ?? '';
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');

await startText();
const letIn = await enter();
if (letIn) {
  await reopenProject(askedProject, (name) => api.projects.open.query({ name }));
  startAutosave(api.projects);
}
addEventListener('beforeunload', (event) => {
  const { project, saved, text } = useWizard.getState();
  if (project !== undefined && saved.text !== text) event.preventDefault();
});
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <Boundary>{letIn ? <App /> : <NotLetIn />}</Boundary>
    </MantineProvider>
  </StrictMode>,
);
