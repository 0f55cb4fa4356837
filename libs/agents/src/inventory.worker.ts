export { planInventory as default } from '#planning';
