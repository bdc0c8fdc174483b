import io.loadplane.client.ApiClient;
import io.loadplane.client.ApiException;
import io.loadplane.client.LoadTestsApi;
import io.loadplane.client.RunsApi;
import io.loadplane.client.model.Criterion;
import io.loadplane.client.model.LoadTestRequest;
import io.loadplane.client.model.Problem;
import io.loadplane.client.model.Run;

/** Creates a load test, waits for its run and reads the verdict: server, token, target. */
public final class Example {

    private static final String SCRIPT = """
            from locust import HttpUser, constant, task

            class Visitor(HttpUser):
                wait_time = constant(0.1)

                @task
                def look(self):
                    self.client.get("/item")
            """;

    public static void main(String[] args) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(args[0]);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + args[1]));

        LoadTestRequest request = new LoadTestRequest()
                .name("java-client")
                .mainPyContent(SCRIPT)
                .host(args[2])
                .runTime("1s")
                .queue(LoadTestRequest.QueueEnum.WAIT)
                .addCriteriaItem(new Criterion().metric("requests").op(Criterion.OpEnum.GREATER_THAN).value(0.0));
        Run run = new LoadTestsApi(client).createLoadTest(request, null).getLatestRun();
        run = new RunsApi(client).getRun(run.getId(), "2m", null, null);
        System.out.println(run.getStatus().getValue() + " " + run.getVerdict().getValue());

        try {
            new LoadTestsApi(client).createLoadTest(request.users(0), null);
        } catch (ApiException e) {
            Problem problem = ApiClient.createDefaultObjectMapper().readValue(e.getResponseBody(), Problem.class);
            System.out.println(problem.getCode() + " " + problem.getErrors().getFirst().getPointer());
        }
    }
}
