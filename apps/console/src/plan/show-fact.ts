/** Goes to where the page shows a fact of the plan. @returns false where it shows it nowhere */
export function showFact(pointer: string): boolean {
  const place = document.querySelector<HTMLElement>(`[data-fact="${CSS.escape(pointer)}"]`);
  if (place === null) return false;
  for (let at = place.closest('details'); at !== null; at = at.parentElement?.closest('details') ?? null)
    at.open = true;
  place.tabIndex = place.tabIndex >= 0 ? place.tabIndex : -1;
  place.scrollIntoView({ block: 'center', behavior: 'smooth' });
  place.focus({ preventScroll: true });
  place.classList.add('pointed');
  place.addEventListener('blur', () => place.classList.remove('pointed'), { once: true });
  return true;
}
