// `npm run licences`: every package that the product runs with is under a licence that lets anybody use, change and pass on
// the whole. One that is not listed here stops the check: read it, then add it with its reason, or do without the package.
import { init } from 'license-checker-rseidelsohn';
import { root } from './install-missing.mjs';

const ALLOWED = {
  MIT: 'permissive: keep the notice',
  ISC: 'permissive: keep the notice',
  'BSD-2-Clause': 'permissive: keep the notice',
  'BSD-3-Clause': 'permissive: keep the notice, do not advertise with the names',
  'Apache-2.0': 'permissive, with a grant of patents: keep the notice',
  'BlueOak-1.0.0': 'permissive: keep the text or a link to it',
  '0BSD': 'asks for nothing',
  'CC0-1.0': 'public domain (binary-search, below ml-kmeans)',
  Unlicense: 'public domain (prepin, below date-holidays)',
  'Python-2.0': 'permissive: keep the notice (argparse, below Swagger)',
  'CC-BY-3.0': 'the data of date-holidays: name their source, which README.md does',
};

/** Whether an SPDX expression can be met with the allowed licences alone: all parts of an AND, one part of an OR. */
function allowed(expression) {
  const plain = expression.replace(/^\((.*)\)$/, '$1');
  if (/ OR /.test(plain)) return plain.split(' OR ').some(allowed);
  if (/ AND /.test(plain)) return plain.split(' AND ').every(allowed);
  return Object.hasOwn(ALLOWED, plain);
}

init({ start: root, production: true, excludePrivatePackages: true }, (error, packages) => {
  if (error) throw error;
  const all = Object.entries(packages);
  const refused = all.filter(([, { licenses }]) => ![licenses].flat().some((each) => allowed(String(each))));
  for (const [name, { licenses, path }] of refused)
    console.error(`${name} is under "${licenses}", which scripts/licences.mjs does not allow: ${path}`);
  if (refused.length > 0 || all.length === 0) process.exit(1);
  console.log(`${all.length} packages are under licences that scripts/licences.mjs allows.`);
});
