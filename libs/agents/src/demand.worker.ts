export { planDemand as default } from '#planning';
