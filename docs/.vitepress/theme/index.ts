import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { defineAsyncComponent } from 'vue';
import LabAddresses from './components/LabAddresses.vue';
import LabList from './components/LabList.vue';
import LabVersions from './components/LabVersions.vue';
import LessonList from './components/LessonList.vue';
import MermaidDiagram from './components/MermaidDiagram.vue';
import QuizList from './components/QuizList.vue';
import RunbookList from './components/RunbookList.vue';
import SiteLayout from './SiteLayout.vue';
import './style.css';

export default {
  extends: DefaultTheme,
  Layout: SiteLayout,
  enhanceApp({ app }) {
    const components = {
      LabAddresses,
      LabList,
      LabVersions,
      LessonList,
      MermaidDiagram,
      QuizList,
      RunbookList,
    };
    for (const [name, component] of Object.entries(components)) app.component(name, component);
    // The bank of questions is only fetched by those who take a quiz.
    app.component(
      'QuizPage',
      defineAsyncComponent(() => import('./quiz/QuizPage.vue')),
    );
  },
} satisfies Theme;
