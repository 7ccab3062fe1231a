using System.Net.Http.Json;
using System.Text.Json;

namespace NemoVideo.Baseline;

/// <summary>Makes videos with plain requests: the same ones as New-NemoVideo, without its records, checks and retries.</summary>
public static class JobBaseline
{
    /// <summary>Makes one video of each file.</summary>
    /// <param name="url">The URL of the emulator.</param>
    /// <param name="clips">The folder of the files.</param>
    /// <param name="output">The folder of the videos.</param>
    /// <param name="throttleLimit">The number of videos that are made at the same time.</param>
    /// <returns>The number of videos.</returns>
    public static int Run(string url, string clips, string output, int throttleLimit) => RunAsync(new Uri(url), clips, output, throttleLimit).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(Uri url, string clips, string output, int throttleLimit)
    {
        using var http = new HttpClient { BaseAddress = url };
        http.DefaultRequestHeaders.Add("X-Client-Id", Guid.NewGuid().ToString());
        foreach (var name in (string[])["X-Skill-Source", "X-Skill-Version", "X-Skill-Platform"])
        {
            http.DefaultRequestHeaders.Add(name, "1.0.0");
        }

        var token = await PostAsync(http, "api/auth/anonymous-token", null);
        http.DefaultRequestHeaders.Authorization = new("Bearer", token.GetProperty("data").GetProperty("token").GetString());
        Directory.CreateDirectory(output);
        var options = new ParallelOptions { MaxDegreeOfParallelism = throttleLimit };
        await Parallel.ForEachAsync(Directory.EnumerateFiles(clips), options, async (clip, _) => await MakeAsync(http, clip, output));
        return Directory.GetFiles(output).Length;
    }

    private static async Task MakeAsync(HttpClient http, string clip, string output)
    {
        var created = await PostAsync(http, "api/tasks/me/with-session/nemo_agent", JsonContent.Create(new { task_name = "bench", language = "en" }));
        var id = created.GetProperty("data").GetProperty("session_id").GetString()!;
        await GetStateAsync(http, id);
        using (var content = new MultipartFormDataContent { { new StreamContent(File.OpenRead(clip)), "files", Path.GetFileName(clip) } })
        {
            await PostAsync(http, $"api/upload-video/nemo_agent/me/{id}", content);
        }

        await GetStateAsync(http, id);
        var message = new { app_name = "nemo_agent", user_id = "me", session_id = id, new_message = new { parts = new[] { new { text = "add a title \"Measured\"" } } } };
        using (var response = await http.PostAsJsonAsync("run_sse", message))
        {
            await response.Content.ReadAsByteArrayAsync();
        }

        await GetStateAsync(http, id);
        var draft = await GetStateAsync(http, id);
        var render = $"render_{Guid.NewGuid():N}";
        var submit = new { id = render, sessionId = id, draft, output = new { format = "mp4", quality = "high" } };
        await PostAsync(http, "api/render/proxy/lambda", JsonContent.Create(submit));
        var status = await http.GetFromJsonAsync<JsonElement>($"api/render/proxy/lambda/{render}");
        using var video = await http.GetStreamAsync(new Uri(status.GetProperty("output").GetProperty("url").GetString()!));
        using var file = File.Create(Path.Combine(output, Path.GetFileName(clip)));
        await video.CopyToAsync(file);
    }

    private static async Task<JsonElement> GetStateAsync(HttpClient http, string id)
    {
        var state = await http.GetFromJsonAsync<JsonElement>($"api/state/nemo_agent/me/{id}/latest");
        return state.GetProperty("data").GetProperty("state").GetProperty("draft");
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, HttpContent? content)
    {
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }
}
