from locust import HttpUser, between, task


class Buyer(HttpUser):
    """Looks around, fills a cart, and sometimes buys."""

    wait_time = between(0.1, 0.5)

    @task(6)
    def look_around(self):
        self.client.get("/products")

    @task(3)
    def fill_cart(self):
        self.client.post("/cart", json={"product": 7})

    @task(1)
    def check_out(self):
        self.client.post("/checkout")
