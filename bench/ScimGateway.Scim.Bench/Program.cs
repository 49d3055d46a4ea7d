using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

// In this process: the toolchain that builds a project for each benchmark knows nothing of our central package versions.
var config = DefaultConfig.Instance
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(25).WithIterationCount(50).WithIterationTime(TimeInterval.FromMilliseconds(20)))
    .AddColumn(StatisticColumn.Median, StatisticColumn.Min)
    .HideColumns(StatisticColumn.Error, StatisticColumn.StdDev)
    .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "results"));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
