import { defineLab } from '@lab/course/lab';
import { datasources } from './checks/datasources.ts';
import { discoverEngines } from './checks/discover-engines.ts';
import { firstPanel } from './checks/first-panel.ts';
import { mendTheScrape, mistakeOf, writeMistake } from './checks/mend-the-scrape.ts';
import { relabel } from './checks/relabel.ts';
import { scrapeServices } from './checks/scrape-services.ts';
import { whenItStarted } from './checks/when-it-started.ts';
import { writeAnswers, writeDatasources } from './solve.ts';

export default defineLab({
  number: 1,
  slug: 'deploy-the-stack',
  title: 'Deploy the stack',
  minutes: 75,
  lessons: [
    'module-08/1-introduction-to-observability.md',
    'module-08/2-prometheus-metrics-collection.md',
    'module-08/3-grafana-dashboards-and-visualisation.md',
  ],
  workbench: { prometheus: 'prometheus/prometheus.yml' },
  tasks: [scrapeServices, mendTheScrape, discoverEngines, relabel, whenItStarted, datasources, firstPanel],
  prepare: (lab) => writeMistake(lab.files, mistakeOf(lab.draws), lab.endpoints),
  async solve(lab) {
    await writeDatasources(lab);
    await writeAnswers(lab);
  },
});
