import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './style.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { QueryPage } from './QueryPage';
import { listPersonas } from './tokens';

const root = createRoot(document.getElementById('page')!);
void listPersonas().then(personas => root.render(
  <StrictMode>
    <QueryPage personas={personas} />
  </StrictMode>,
));
