// Creates a load test, waits for its run and reads the verdict: server, token, target.
import { Configuration, LoadTestRequest, LoadTestsApi, ProblemFromJSON, ResponseError, RunsApi } from './generated';

declare const process: { argv: string[] };

const SCRIPT = `
from locust import HttpUser, constant, task

class Visitor(HttpUser):
    wait_time = constant(0.1)

    @task
    def look(self):
        self.client.get("/item")
`;

async function main(server: string, token: string, target: string): Promise<void> {
    const configuration = new Configuration({ basePath: server, accessToken: token });
    const request: LoadTestRequest = {
        name: 'typescript-client',
        mainPyContent: SCRIPT,
        host: target,
        runTime: '1s',
        queue: 'wait',
        criteria: [{ metric: 'requests', op: '>', value: 0 }],
    };
    const created = await new LoadTestsApi(configuration).createLoadTest({ loadTestRequest: request });
    const run = await new RunsApi(configuration).getRun({ id: created.latestRun!.id, wait: '2m' });
    console.log(run.status, run.verdict);

    try {
        await new LoadTestsApi(configuration).createLoadTest({ loadTestRequest: { ...request, users: 0 } });
    } catch (refusal) {
        const problem = ProblemFromJSON(await (refusal as ResponseError).response.json());
        console.log(problem.code, problem.errors![0].pointer);
    }
}

main(process.argv[2], process.argv[3], process.argv[4]);
