using System.Diagnostics;
using ScimGateway.Configuration.Watching;

namespace ScimGateway.Tests.Configuration;

public sealed class ConfigWatcherTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly SemaphoreSlim changes = new(0);

    public ConfigWatcherTests()
    {
        folder.Write("gateway.yaml", "clients:");
        folder.Write("mappings/peakon/mapping.js", "target({});");
    }

    // Not the semaphore: a call may still be under way.
    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_that_is_written_is_noticed()
    {
        using ConfigWatcher watcher = Watch();

        folder.Write("gateway.yaml", "targets:");

        await ChangeAsync();
    }

    [Fact]
    public async Task A_file_that_an_editor_replaces_is_noticed_again_and_again()
    {
        using ConfigWatcher watcher = Watch();

        for (int round = 0; round < 2; round++)
        {
            folder.Write("gateway.yaml.new", "targets: " + round);
            File.Move(folder.At("gateway.yaml.new"), folder.ConfigPath, overwrite: true);
            await ChangeAsync();
        }
    }

    [Fact]
    public async Task A_config_map_that_is_swapped_behind_its_link_is_noticed()
    {
        folder.Write("map/..1/gateway.yaml", "clients:");
        folder.Write("map/..2/gateway.yaml", "targets:");
        File.CreateSymbolicLink(folder.At("map/..data"), "..1");
        File.CreateSymbolicLink(folder.At("map/gateway.yaml"), "..data/gateway.yaml");
        using var watcher = new ConfigWatcher(folder.At("map/gateway.yaml"), [], () => changes.Release());

        File.CreateSymbolicLink(folder.At("map/..data_tmp"), "..2");
        // rename(2), as the kubelet does: .NET moves no link onto a link to a folder.
        using Process rename = Process.Start("mv", ["-T", folder.At("map/..data_tmp"), folder.At("map/..data")]);
        await rename.WaitForExitAsync();

        await ChangeAsync();
    }

    [Fact]
    public async Task A_mapping_is_noticed_and_so_is_one_that_a_reload_adds()
    {
        folder.Write("mappings/slack/mapping.js", "target({});");
        using ConfigWatcher watcher = Watch(folder.At("mappings/peakon"));
        folder.Write("mappings/peakon/mapping.js", "target({ User: {} });");
        await ChangeAsync();

        watcher.Watch([folder.At("mappings/slack")]);
        folder.Write("mappings/slack/mapping.js", "target({ User: {} });");

        await ChangeAsync();
    }

    [Fact]
    public async Task A_secret_is_noticed_and_what_grows_beside_it_is_not()
    {
        folder.Write("secrets/token", "one");
        folder.Write("secrets/gateway.log", "");
        int calls = 0;
        using var ofTheSecret = new ConfigWatcher(
            folder.ConfigPath,
            [folder.At("secrets/token")],
            () => Interlocked.Increment(ref calls)
        );
        using ConfigWatcher ofTheFolder = Watch(folder.At("secrets"));

        for (int round = 0; round < 3; round++)
        {
            folder.Write("secrets/gateway.log", "The config was reloaded " + round);
            await ChangeAsync();
        }

        Assert.Equal(0, Volatile.Read(ref calls));
        using ConfigWatcher again = Watch(folder.At("secrets/token"));
        ofTheFolder.Dispose();
        folder.Write("secrets/token", "two");
        await ChangeAsync();
    }

    [Fact]
    public async Task A_folder_that_is_missing_is_noticed_when_it_comes_and_watched_from_then_on()
    {
        using ConfigWatcher watcher = Watch(folder.At("later/slack"));

        folder.Write("later/slack/mapping.js", "target({});");
        await ChangeAsync();
        folder.Write("later/slack/mapping.js", "target({ User: {} });");

        await ChangeAsync();
    }

    [Fact]
    public async Task A_folder_that_is_replaced_is_still_watched()
    {
        using ConfigWatcher watcher = Watch(folder.At("mappings/peakon"));

        Directory.Delete(folder.At("mappings/peakon"), recursive: true);
        await ChangeAsync();
        folder.Write("mappings/peakon/mapping.js", "target({ User: {} });");
        await ChangeAsync();
        folder.Write("mappings/peakon/mapping.js", "target({ Group: {} });");

        await ChangeAsync();
    }

    [Fact]
    public async Task Of_150_mappings_side_by_side_an_edit_of_the_last_is_noticed_with_two_watchers()
    {
        string[] folders = [.. Enumerable.Range(1, 150).Select(number => folder.At($"many/{number:000}"))];
        foreach (string one in folders) folder.Write(Path.Combine(one, "mapping.js"), "target({});");
        var started = new List<(string Folder, bool IsDeep)>();
        using var watcher = new ConfigWatcher(
            folder.ConfigPath,
            folders,
            () => changes.Release(),
            TimeProvider.System,
            _ => { },
            (one, isDeep, hear) =>
            {
                started.Add((one, isDeep));
                return FolderWatch.Start(one, isDeep, hear);
            }
        );

        folder.Write("many/150/mapping.js", "target({ User: {} });");
        await ChangeAsync();
        Directory.Delete(folder.At("many/149"), recursive: true);
        await ChangeAsync();
        folder.Write("many/149/mapping.js", "target({ User: {} });");
        await ChangeAsync();

        Assert.Equal([(folder.At("many"), true), (Path.GetDirectoryName(folder.ConfigPath)!, false)], started.Distinct());
    }

    [Fact]
    public async Task Without_watchers_folders_are_looked_at_and_that_is_told_once_with_the_remedy()
    {
        string[] folders = [.. Enumerable.Range(1, 10).Select(number => folder.At($"many/{number}"))];
        foreach (string one in folders) folder.Write(Path.Combine(one, "mapping.js"), "target({});");
        var told = new List<string>();
        using var watcher = new ConfigWatcher(
            folder.ConfigPath,
            [.. folders, folder.At("secrets/token")],
            () => changes.Release(),
            TimeProvider.System,
            told.Add,
            (_, _, _) => throw new IOException("No more.")
        );

        folder.Write("many/7/mapping.js", "target({ User: {} });");
        await ChangeAsync();
        folder.Write("secrets/token", "one");
        await ChangeAsync();
        folder.Write("secrets/token", "another");
        await ChangeAsync();

        Assert.Contains(
            "raise fs.inotify.max_user_instances or fs.inotify.max_user_watches",
            Assert.Single(told),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Several_changes_at_once_are_one_and_other_files_are_none()
    {
        var time = new ManualTime();
        int calls = 0;
        using var watcher = new ConfigWatcher(folder.ConfigPath, [], () => calls++, time);

        folder.Write("audit.jsonl", "{}");
        for (int i = 0; i < 3; i++)
        {
            folder.Write("gateway.yaml.new", "targets: " + i);
            File.Move(folder.At("gateway.yaml.new"), folder.ConfigPath, overwrite: true);
            await time.SetAsync();
        }

        Assert.Equal(0, calls);
        time.RunOut();
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task A_call_comes_200_ms_after_the_last_change()
    {
        var time = new ManualTime();
        using var watcher = new ConfigWatcher(folder.ConfigPath, [], () => { }, time);

        folder.Write("gateway.yaml", "targets:");

        Assert.Equal(TimeSpan.FromMilliseconds(200), await time.SetAsync());
    }

    [Fact]
    public async Task A_change_during_a_call_waits_for_its_end()
    {
        var time = new ManualTime();
        using var begun = new SemaphoreSlim(0);
        using var end = new SemaphoreSlim(0);
        int calls = 0;
        using var watcher = new ConfigWatcher(folder.ConfigPath, [], () =>
        {
            calls++;
            begun.Release();
            Assert.True(end.Wait(TimeSpan.FromSeconds(30)));
        }, time);

        Task first = Task.Run(time.RunOut);
        Assert.True(await begun.WaitAsync(TimeSpan.FromSeconds(30)));
        time.RunOut();
        Assert.Equal(1, calls);
        await time.SetAsync();
        end.Release(2);
        await first;
        time.RunOut();

        Assert.Equal(2, calls);
    }

    [Fact]
    public void After_its_end_it_says_nothing()
    {
        var time = new ManualTime();
        int calls = 0;
        var watcher = new ConfigWatcher(folder.ConfigPath, [], () => calls++, time);
        watcher.Dispose();
        watcher.Dispose();

        time.RunOut();

        Assert.Equal(0, calls);
    }

    private ConfigWatcher Watch(params string[] folders) => new(folder.ConfigPath, folders, () => changes.Release());

    private async Task ChangeAsync() => Assert.True(await changes.WaitAsync(TimeSpan.FromSeconds(30)), "No change was noticed.");
}
