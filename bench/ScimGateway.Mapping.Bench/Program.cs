using ScimGateway.Mapping.Bench;

HostileScripts.Run(args.ElementAtOrDefault(1));
