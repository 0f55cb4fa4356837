export { planPricing as default } from '#planning';
