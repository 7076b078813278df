return await Latchwork.Cli.CommandLine.RunAsync(args);
