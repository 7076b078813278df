return await Latchwork.Server.CommandLine.RunAsync(args);
