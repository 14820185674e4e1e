import { found, type Task } from '@lab/course/lab';
import { ILLNESSES, illGpu, illnessOf } from '../starter/simulation/gpus.ts';
import { drawnOf } from './machines.ts';

export const whichGpu: Task = {
  id: 'which-gpu',
  title: 'Find the GPU that is ill',
  needs: ['gpu-exporter'],
  question: {
    text: 'Which of the four GPUs is ill, and what ails it?',
    form: `its number and one of the words ${ILLNESSES.join(', ')}, as 0 ${ILLNESSES[0]}`,
  },
  hints: [
    'Put utilisation, memory, clock, power, temperature and errors of all four beside each other, as a graph of some minutes. Each has something that stands out. Which of these is trouble?',
    'Ask of each: does it change, and does it fit the rest? Work at full clock makes heat and takes power. Memory that was taken and stays is in use. A count of errors is a matter of when.',
    'Busy with a clock far below the others and near 90 °C: throttles. deriv(DCGM_FI_DEV_FB_USED[2m]) of some MiB a second, all the time: leaks. increase(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL[5m]) above 0: errs. 100 % busy at a third of the power, without a single copy: hangs.',
  ],
  async check(lab) {
    const drawn = drawnOf(lab);
    const given = lab.answer(whichGpu.id) ?? '';
    // `GPU 2 leaks` says the same.
    const [number] = /\d+/.exec(given) ?? [];
    const words = ILLNESSES.filter((illness) => given.toLowerCase().includes(illness));
    const right = [
      number !== undefined && Number(number) === illGpu(drawn),
      words.join() === illnessOf(drawn),
    ];
    return found(right.every(Boolean), {
      expected: 'the number of the GPU, and what ails it',
      seen:
        words.length !== 1
          ? `"${given}", which does not name one of ${ILLNESSES.join(', ')}`
          : `"${given}"${right.every(Boolean) ? '' : ': a GPU that looks ill in this way may be well'}`,
      lookAt: `${lab.workbench.prometheus}/query with {job="gpus"}`,
    });
  },
};
