namespace NemoVideo.Pictures.Reports;

/// <summary>The constant script of a report: it filters and sorts the videos, and opens one that a link leads to.</summary>
internal static class HtmlReportScript
{
    public const string Text = """

        const list=document.querySelector('.jobs');
        if(list){
        const jobs=[...list.children].map(item=>({item,details:item.querySelector('details'),text:item.textContent.toLowerCase(),
        name:item.querySelector('h3').textContent,data:item.dataset}));
        const find=selector=>document.querySelector(selector);
        const chips=[...document.querySelectorAll('[data-filter]')];
        const [search,sort,all,message,empty]=['input','select','.all','[role=status]','.empty'].map(find);
        let filter='';
        const show=()=>{
        const wanted=search.value.trim().toLowerCase();
        let count=0;
        for(const job of jobs){
        job.item.hidden=filter!==''&&job.data.status!==filter||!job.text.includes(wanted);
        count+=job.item.hidden?0:1}
        empty.hidden=count>0;
        message.textContent=count+' of '+jobs.length+' videos shown'};
        const order=key=>(a,b)=>(key==='name'?a.name.localeCompare(b.name,undefined,{numeric:true})
        :key==='status'?rank(a)-rank(b):key==='order'?0:b.data[key]-a.data[key])||a.data.order-b.data.order;
        const rank=job=>['failed','asked','waiting','used','created','done'].indexOf(job.data.status);
        const label=()=>{all.textContent=jobs.every(job=>job.details.open)?'Collapse all':'Expand all'};
        for(const chip of chips)chip.addEventListener('click',()=>{
        filter=chip.dataset.filter;
        for(const one of chips)one.setAttribute('aria-pressed',String(one===chip));
        show()});
        search.addEventListener('input',show);
        sort.addEventListener('change',()=>{
        list.append(...jobs.sort(order(sort.value)).map(job=>job.item));
        message.textContent='Sorted: '+sort.selectedOptions[0].textContent});
        all.addEventListener('click',()=>{
        const open=!jobs.every(job=>job.details.open);
        for(const job of jobs)job.details.open=open});
        list.addEventListener('toggle',label,true);
        const go=()=>{
        const job=jobs.find(one=>'#'+one.item.id===location.hash);
        if(!job)return;
        if(job.item.hidden){search.value='';chips[0].click()}
        job.details.open=true;
        job.item.scrollIntoView();
        job.details.querySelector('summary').focus({preventScroll:true})};
        addEventListener('hashchange',go);
        for(const link of document.querySelectorAll('.schedule a'))link.addEventListener('click',()=>{
        if(link.hash===location.hash)go()});
        search.value='';sort.value='order';
        find('.tools').hidden=false;
        label();go()}
        """;
}
