import type { PlanCertificate } from '#contracts';
import { counted } from '../words/figures.ts';

/** What was checked before anybody saw the plan, and how to make the same plan again. */
export function CertificatePart({ certificate }: { certificate: PlanCertificate }) {
  const { invariants, plan_hash, input_hash, seed, versions } = certificate;
  return (
    <details class="part">
      <summary>
        <h3>✓ {counted(invariants.length, 'check')} hold</h3>
      </summary>
      <ul class="checks">
        {invariants.map(({ name, detail }) => (
          <li key={name}>
            ✓ {name.replaceAll('_', ' ')} <span class="soft">{detail}</span>
          </li>
        ))}
      </ul>
      <p class="small">
        The same data, parameters and seed ({seed}) give the same plan.
        <code class="line">plan {plan_hash}</code>
        <code class="line">inputs {input_hash}</code>
        <code class="line">
          {Object.entries(versions)
            .map(([name, version]) => `${name} ${version}`)
            .join(', ')}
        </code>
      </p>
    </details>
  );
}
