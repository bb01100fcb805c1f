using Integration.Graph.Site.Remote;

return await SiteCommand.Create(Console.Out, Console.Error).Parse(args).InvokeAsync();
