import { useState } from 'react';
import { nobody, pasted, tokenOf, type Persona, type Token } from './tokens';

interface Props {
  personas: Persona[];
  onChange: (token: Token) => void;
}

/** A list of personas if the server has any; otherwise an input for a token. */
export function SignIn({ personas, onChange }: Props) {
  return personas.length > 0
    ? <Personas personas={personas} onChange={onChange} />
    : <PastedToken onChange={onChange} />;
}

function Personas({ personas, onChange }: Props) {
  return (
    <label>
      Signed in as
      <select onChange={event => {
        const persona = personas[Number(event.target.value)];
        onChange(persona === undefined ? nobody : tokenOf(persona));
      }}>
        <option value={-1}>Nobody</option>
        {personas.map((persona, index) => <option key={persona.label} value={index}>{persona.label}</option>)}
      </select>
    </label>
  );
}

function PastedToken({ onChange }: Pick<Props, 'onChange'>) {
  const [text, setText] = useState('');
  return (
    <form onSubmit={event => {
      event.preventDefault();
      onChange(text.trim() === '' ? nobody : pasted(text.trim()));
    }}>
      <label>
        Token
        <input type="password" autoComplete="off" spellCheck={false} value={text} onChange={event => setText(event.target.value)} />
      </label>
      <button>Sign in</button>
    </form>
  );
}
