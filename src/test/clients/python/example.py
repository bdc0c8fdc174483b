"""Creates a load test, waits for its run and reads the verdict: server, token, target."""

import sys

import loadplane_client as loadplane

SCRIPT = """
from locust import HttpUser, constant, task

class Visitor(HttpUser):
    wait_time = constant(0.1)

    @task
    def look(self):
        self.client.get("/item")
"""

server, token, target = sys.argv[1:]
with loadplane.ApiClient(loadplane.Configuration(host=server, access_token=token)) as client:
    request = loadplane.LoadTestRequest(
        name="python-client",
        main_py_content=SCRIPT,
        host=target,
        run_time="1s",
        queue="wait",
        criteria=[loadplane.Criterion(metric="requests", op=">", value=0)],
    )
    run = loadplane.LoadTestsApi(client).create_load_test(request).latest_run
    run = loadplane.RunsApi(client).get_run(run.id, wait="2m")
    print(run.status, run.verdict)

    try:
        loadplane.LoadTestsApi(client).create_load_test(request.model_copy(update={"users": 0}))
    except loadplane.ApiException as refusal:
        print(refusal.data.code, refusal.data.errors[0].pointer)
