import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Posts a text to a webhook as Google's Java samples do, without Content-Type: Sender.java URL TEXT [THREAD_KEY] */
class Sender {
  public static void main(String[] words) throws Exception {
    String thread = words.length < 3 ? "" : ",\"thread\":{\"threadKey\":\"" + words[2] + "\"}";
    HttpRequest request = HttpRequest.newBuilder(URI.create(words[0]))
        .header("accept", "application/json; charset=UTF-8")
        .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"" + words[1] + "\"" + thread + "}"))
        .build();
    System.out.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
