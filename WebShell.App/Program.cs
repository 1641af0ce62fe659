return await WebShell.App.Portal.RunAsync(args);
