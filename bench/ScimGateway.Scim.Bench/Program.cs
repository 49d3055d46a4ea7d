using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using ScimGateway.Scim.Bench;

// In this process: the toolchain that builds a project for each benchmark knows nothing of our central package versions.
var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
    .WithWarmupCount(50).WithIterationCount(50).WithIterationTime(TimeInterval.FromMilliseconds(20))
    .WithGcForce(false); // a collection before each pass walks all users, and leaves none of them in a cache
var clock = new ThreadTime();
var config = DefaultConfig.Instance
    .AddJob(clock.IsAvailable ? job.WithClock(clock) : job)
    .AddColumn(StatisticColumn.Median, StatisticColumn.Min)
    .HideColumns(StatisticColumn.Error, StatisticColumn.StdDev)
    .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "results"));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
